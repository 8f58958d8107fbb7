import { computed, DestroyRef, inject, signal, type ElementRef, type Signal } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import {
  BehaviorSubject,
  combineLatest,
  distinctUntilChanged,
  filter,
  first,
  forkJoin,
  map,
  type Observable,
} from 'rxjs';
import { providerLogger, type Logger } from '#contract/logs';
import type { Answer, Failure } from '../../../gateways/failure.ts';
import { gatewaysFeature } from '../../../gateways/gateways-selectors.ts';
import { LogsApi } from '../../../gateways/logs-api.ts';
import { nextLines } from '../../../gateways/next-lines.ts';
import { clockOffsetMs } from '../../../gateways/node-clock.ts';
import { whileOnScreen } from '../../../gateways/on-screen.ts';
import { pairOf } from '../../../gateways/pair-selectors.ts';
import { heardNow, pollPair, type Heard } from '../../../gateways/poll-pair.ts';
import { ProvidersApi } from '../../../gateways/providers-api.ts';
import { sameValue } from '../../../gateways/same-value.ts';
import { sessionFeature } from '../../../gateways/session-state.ts';
import { BEAT, selected } from '../../../gateways/watched.ts';
import {
  loggingLevelsView,
  noLevelsView,
  type LoggingLevelsView,
  type LoggingOrder,
  type OrderOutcome,
} from './logging-levels-view.ts';
import { emptyLogging, releasedLines, withLines, type LoggingTail } from './logging-tail.ts';

const periodMs = 2000;
/** Until somebody answers. */
const namesPeriodMs = 5000;
const prefix = 'redundancy.provider.';

export interface LoggingWatching {
  levels: Signal<LoggingLevelsView>;
  tail: Signal<LoggingTail>;
  busy: Signal<boolean>;
  /** Whoever looks is an administrator. */
  mayOrder: Signal<boolean>;
  order(order: LoggingOrder): void;
  /** Whether the reader is at the top: then nothing waits, and what waited is shown. */
  follow(following: boolean): void;
}

interface Known {
  loggers: Readonly<Record<string, Heard<readonly Logger[]>>>;
  outcome: OrderOutcome | null;
}

/** Levels and lines of the providers of both nodes, asked for while they are on screen. In an injection context. */
export function watchLogging(
  levelsPanel: Signal<ElementRef<Element> | undefined>,
  linesPanel: Signal<ElementRef<Element> | undefined>,
): LoggingWatching {
  const known = new BehaviorSubject<Known>({ loggers: {}, outcome: null });
  const shown = whileOnScreen(levelsPanel);
  pollLevels(known, shown);
  const { tail, follow } = tailLines(whileOnScreen(linesPanel));
  const { busy, order } = takeOrders(known);
  const session = selected(sessionFeature.selectSession);
  const mayOrder = computed(() => session()?.role === 'administrator');
  return { levels: levelsSeen(known, shown, nameProviders(shown)), tail, busy, mayOrder, order, follow };
}

function pollLevels(known: BehaviorSubject<Known>, shown: Observable<boolean>): void {
  const logs = inject(LogsApi);
  pollPair((nodeId) => logs.loggers(nodeId, prefix), { shown, periodMs })
    .pipe(takeUntilDestroyed())
    .subscribe(({ nodeId, answer }) => {
      const items = answer.ok ? { ...answer, value: answer.value.items } : answer;
      const { loggers } = known.value;
      known.next({ ...known.value, loggers: { ...loggers, [nodeId]: heardNow(loggers[nodeId], items) } });
    });
}

/** Asked for once: what a provider is called changes with versions only. */
function nameProviders(shown: Observable<boolean>): Signal<ReadonlyMap<string, string>> {
  const api = inject(ProvidersApi);
  const names = pollPair((nodeId) => api.list(nodeId), { shown, periodMs: namesPeriodMs }).pipe(
    map(({ answer }) => new Map(answer.ok ? answer.value.items.map(({ id, name }) => [id, name]) : [])),
    first(({ size }) => size > 0, new Map<string, string>()),
  );
  return toSignal(names, { initialValue: new Map<string, string>() });
}

function tailLines(shown: Observable<boolean>): Pick<LoggingWatching, 'tail' | 'follow'> {
  const api = inject(LogsApi);
  const gateways = inject(Store).selectSignal(gatewaysFeature.selectGatewaysState);
  const tail = signal(emptyLogging);
  let following = true;
  const ask = (nodeId: string) =>
    nextLines((query) => api.lines(nodeId, query), { logger: `${prefix}*` }, tail().cursors[nodeId] ?? null);
  pollPair(ask, { shown, periodMs })
    .pipe(takeUntilDestroyed())
    .subscribe(({ nodeId, answer }) => {
      if (!answer.ok) return;
      const answered = { nodeId, ...answer.value, offsetMs: clockOffsetMs(gateways(), nodeId) };
      tail.update((last) => withLines(last, answered, following));
    });
  return {
    tail: tail.asReadonly(),
    follow: (now) => {
      following = now;
      if (now) tail.update(releasedLines);
    },
  };
}

/** Goes to each node itself: whether one takes it says nothing of the other. */
function takeOrders(known: BehaviorSubject<Known>): Pick<LoggingWatching, 'busy' | 'order'> {
  const api = inject(LogsApi);
  const destroyed = inject(DestroyRef);
  const busy = signal(false);
  const order = ({ id, nodeIds, level, forMs, isMerged }: LoggingOrder): void => {
    busy.set(true);
    known.next({ ...known.value, outcome: null });
    const query = { level, ...(forMs === null ? {} : { forMs }), merge: isMerged ? 'true' : 'false' } as const;
    const asked = nodeIds.map((nodeId) =>
      api.setLevel(nodeId, providerLogger(id), query).pipe(map((answer) => ({ nodeId, answer }))),
    );
    forkJoin(asked)
      .pipe(takeUntilDestroyed(destroyed))
      .subscribe((answers) => {
        busy.set(false);
        const failures: Record<string, Failure | null> = {};
        for (const { nodeId, answer } of answers) failures[nodeId] = answer.ok ? null : answer.failure;
        known.next({ ...known.value, loggers: withAnswers(known.value.loggers, answers), outcome: { id, failures } });
      });
  };
  return { busy: busy.asReadonly(), order };
}

/** What a node says of the logger that it has just changed. */
function withAnswers(
  loggers: Known['loggers'],
  answers: readonly { nodeId: string; answer: Answer<Logger> }[],
): Known['loggers'] {
  const next = { ...loggers };
  for (const { nodeId, answer } of answers) {
    const heard = next[nodeId];
    if (!answer.ok || heard?.value == null) continue;
    const changed = answer.value;
    next[nodeId] = { ...heard, value: heard.value.map((each) => (each.name === changed.name ? changed : each)) };
  }
  return next;
}

function levelsSeen(
  known: Observable<Known>,
  shown: Observable<boolean>,
  names: Signal<ReadonlyMap<string, string>>,
): Signal<LoggingLevelsView> {
  const beat = inject(BEAT);
  const view = combineLatest({ known, beat, shown }).pipe(
    // Out of sight nothing is drawn.
    filter((all) => all.shown),
    map(({ known: { loggers, outcome }, beat: { gateways, now } }) => {
      const pair = pairOf(gateways);
      const offsetMs = (nodeId: string) => clockOffsetMs(gateways, nodeId) ?? 0;
      return loggingLevelsView({ pair, names: names(), loggers, offsetMs, outcome }, now);
    }),
    distinctUntilChanged<LoggingLevelsView>(sameValue),
  );
  return toSignal(view, { initialValue: noLevelsView });
}
