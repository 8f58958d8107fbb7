import { DestroyRef, inject, signal, type Signal, type WritableSignal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { combineLatest, distinctUntilChanged, EMPTY, map, switchMap, tap } from 'rxjs';
import type { LogLines } from '#contract/logs';
import type { Answer, Failure } from '../../gateways/failure.ts';
import { LogsApi } from '../../gateways/logs-api.ts';
import { batchSize, nextLines, type LogBatch } from '../../gateways/next-lines.ts';
import { poll } from '../../gateways/poll.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { SCHEDULER, VISIBLE } from '../../gateways/time.ts';
import { filtersOf, type LogFilter } from './log-filter.ts';
import { emptyTail, released, withBatch, withOlder, type LogTail } from './log-tail.ts';

const periodMs = 2000;

export interface TailState {
  tail: LogTail;
  /** When the gateway last answered, epoch ms; `null`: not yet. */
  receivedAt: number | null;
  /** Why it does not answer now; what it said before stays. */
  failure: Failure | null;
  /** Older lines were asked for. */
  isLoadingOlder: boolean;
}

export interface LogTailing {
  state: Signal<TailState>;
  /** Whether the reader is at the top: then nothing waits. */
  follow(following: boolean): void;
  /** Shows what waits. */
  release(): void;
  /** Asks for what is older than the last line. */
  older(): void;
}

export interface TailSource {
  nodeId: string;
  filter: LogFilter;
}

const nothingYet: TailState = { tail: emptyTail, receivedAt: null, failure: null, isLoadingOlder: false };

/** Follows the log of a node through a filter while `live`, for as long as the page that calls it is shown. */
export function tailLogs(source: Signal<TailSource | null>, live: Signal<boolean>): LogTailing {
  const api = inject(LogsApi);
  const state = signal(nothingYet);
  // Who does not want to follow sees the first lines all the same.
  const isWanted = toObservable(live).pipe(map((isLive) => isLive || state().receivedAt === null));
  const visible = combineLatest([inject(VISIBLE), isWanted]).pipe(map((both) => both.every(Boolean)));
  const options = { periodMs, visible, scheduler: inject(SCHEDULER) };
  const release = () => state.update((last) => ({ ...last, tail: released(last.tail) }));
  let following = true;
  toObservable(source)
    .pipe(
      distinctUntilChanged((a, b) => sameValue(a, b)),
      tap(() => state.set(nothingYet)),
      switchMap((from) => {
        if (from === null) return EMPTY;
        const ask = api.lines.bind(api, from.nodeId);
        return poll(() => nextLines(ask, filtersOf(from.filter), state().tail.cursor), options);
      }),
      takeUntilDestroyed(),
    )
    .subscribe((answer) =>
      state.update((last) => (answer.ok ? withNew(last, answer, following) : { ...last, failure: answer.failure })),
    );
  return {
    state: state.asReadonly(),
    follow: (now) => {
      following = now;
      if (now) release();
    },
    release,
    older: askOlder(source, state),
  };
}

/** Asks for older lines, once at a time, unless there are none or the page keeps no more. */
function askOlder(source: Signal<TailSource | null>, state: WritableSignal<TailState>): () => void {
  const api = inject(LogsApi);
  const destroyed = inject(DestroyRef);
  return () => {
    const from = source();
    const { tail, isLoadingOlder } = state();
    const last = tail.lines.at(-1);
    if (from === null || last === undefined || isLoadingOlder || tail.end !== 'more') return;
    state.update((now) => ({ ...now, isLoadingOlder: true }));
    api
      .lines(from.nodeId, { ...filtersOf(from.filter), before: last.id, limit: batchSize })
      .pipe(takeUntilDestroyed(destroyed))
      .subscribe((answer) => {
        // Another filter may have been chosen meanwhile: then these lines belong to nobody.
        if (sameValue(source(), from)) state.update((now) => withAnswer(now, answer));
      });
  };
}

function withNew(state: TailState, { value, received }: Answer<LogBatch> & { ok: true }, atTop: boolean): TailState {
  return { ...state, tail: withBatch(state.tail, value, atTop), receivedAt: received.receivedAt, failure: null };
}

function withAnswer(state: TailState, answer: Answer<LogLines>): TailState {
  const rest = { ...state, isLoadingOlder: false };
  return answer.ok
    ? { ...rest, tail: withOlder(state.tail, answer.value.items) }
    : { ...rest, failure: answer.failure };
}
