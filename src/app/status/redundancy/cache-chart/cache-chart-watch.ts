import { inject, type ElementRef, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import {
  BehaviorSubject,
  combineLatest,
  distinctUntilChanged,
  EMPTY,
  filter,
  map,
  scan,
  startWith,
  switchMap,
  takeWhile,
  type Observable,
} from 'rxjs';
import type { Charts } from '#contract/charts';
import { ChartsApi } from '../../../gateways/charts-api.ts';
import type { Answer, Failure } from '../../../gateways/failure.ts';
import { failureSentence } from '../../../gateways/failure-sentences.ts';
import { freshness } from '#contract/freshness';
import { gatewaysFeature } from '../../../gateways/gateways-selectors.ts';
import type { GatewaysState } from '../../../gateways/gateways-state.ts';
import { clockOffsetMs } from '../../../gateways/node-clock.ts';
import { whileOnScreen } from '../../../gateways/on-screen.ts';
import { pairOf } from '../../../gateways/pair-selectors.ts';
import { poll } from '../../../gateways/poll.ts';
import { isNotReported } from '../../../gateways/poll-pair.ts';
import { sameValue } from '../../../gateways/same-value.ts';
import { SCHEDULER } from '../../../gateways/time.ts';
import { isSilent } from '../../../gateways/silence.ts';
import { BEAT } from '../../../gateways/watched.ts';
import { momentInWords } from '../../../ui/moment.ts';
import { ageInWords } from '../../../ui/span.ts';
import { firstRange, queryOf, sliderOf, type ChartRange } from './cache-chart-range.ts';
import { drawnCharts, summaryOf, type CacheChartView, type DrawnCharts } from './cache-chart-view.ts';

const periodMs = 10_000;
/** In steps, so that no line trembles with the length of a request. */
const clockStepMs = 100;

export interface CacheChartWatching {
  /** `null`: there is no Master, so nothing is kept for anyone. */
  view: Signal<CacheChartView | null>;
  choose(range: ChartRange): void;
}

/** The last good drawing, and what became of the last request. */
interface Heard {
  drawn: DrawnCharts | null;
  receivedAt: number | null;
  failure: Failure | null;
}

const unheard: Heard = { drawn: null, receivedAt: null, failure: null };

/** What the Master keeps for its Backup, asked for while the panel is on screen. In an injection context. */
export function watchCacheChart(panel: Signal<ElementRef<Element> | undefined>): CacheChartWatching {
  const scheduler = inject(SCHEDULER);
  const beat = inject(BEAT);
  const shown = whileOnScreen(panel);
  const range = new BehaviorSubject<ChartRange>(firstRange);
  const ask = asking(shown);
  const master = beat.pipe(
    map(({ gateways }) => masterOf(gateways)),
    distinctUntilChanged<Master | null>(sameValue),
  );
  const heard = master.pipe(
    map((node) => node?.nodeId ?? null),
    distinctUntilChanged(),
    switchMap((nodeId) => {
      const answers = nodeId === null ? EMPTY : range.pipe(switchMap((chosen) => ask(nodeId, chosen)));
      return answers.pipe(
        scan((before, next) => next(before), unheard),
        startWith(unheard),
      );
    }),
  );
  const shownAt = shown.pipe(
    map((isShown) => (isShown ? scheduler.now() : null)),
    startWith(null),
  );
  const view = combineLatest({ master, heard, range, beat, shownAt }).pipe(
    // Out of sight nothing is drawn; but that there is a panel has to be known before it can be seen.
    filter(({ shownAt: since, heard: { receivedAt } }) => since !== null || receivedAt === null),
    map((all) => {
      if (all.master === null) return null;
      const { gateways, now } = all.beat;
      // Who has just come to look is told at once of a node that is known to be silent.
      const gone = all.heard.failure !== null && isSilent(gateways, all.master.nodeId, now);
      return viewOf(all.master, all.heard, all.range, now, gone ? 0 : (all.shownAt ?? 0));
    }),
    distinctUntilChanged<CacheChartView | null>(sameValue),
  );
  return { view: toSignal(view, { initialValue: null }), choose: (chosen) => range.next(chosen) };
}

/** Asks for a time again and again; each answer and each failure changes what was heard before. */
function asking(visible: Observable<boolean>) {
  const api = inject(ChartsApi);
  const scheduler = inject(SCHEDULER);
  const gateways = inject(Store).selectSignal(gatewaysFeature.selectGatewaysState);
  return (nodeId: string, range: ChartRange): Observable<(before: Heard) => Heard> => {
    const skewMs = () => Math.round((clockOffsetMs(gateways(), nodeId) ?? 0) / clockStepMs) * clockStepMs;
    const request = () => api.read(nodeId, queryOf(range, scheduler.now(), skewMs()));
    return poll(request, { periodMs, visible, scheduler }).pipe(
      takeWhile((answer) => answer.ok || !isNotReported(answer.failure), true),
      map((answer) => (before) => heardNow(before, answer, range, skewMs())),
    );
  };
}

interface Master {
  nodeId: string;
  name: string;
  /** Whom it keeps the changes for. */
  other: string;
}

/** `null`: there is none, or it never said how it is. */
function masterOf(state: GatewaysState): Master | null {
  const pair = pairOf(state);
  const master = pair.find(({ role }) => role === 'Master');
  if (master === undefined || state.nodes[master.nodeId]?.statement == null) return null;
  const { nodeId, name } = master;
  return { nodeId, name, other: pair.find((node) => node.nodeId !== nodeId)?.name ?? 'the Backup' };
}

function heardNow(before: Heard, answer: Answer<Charts>, range: ChartRange, skewMs: number): Heard {
  if (!answer.ok) return { ...before, failure: answer.failure };
  const { receivedAt } = answer.received;
  const time =
    range.kind === 'between'
      ? { fromAt: range.fromAt, toAt: range.toAt }
      : { fromAt: range.ms === null ? null : receivedAt - range.ms, toAt: receivedAt };
  return { drawn: drawnCharts(answer.value, { ...time, skewMs }), receivedAt, failure: null };
}

function viewOf(
  { name, other }: Master,
  heard: Heard,
  range: ChartRange,
  now: number,
  shownAt: number,
): CacheChartView {
  const { drawn, receivedAt, failure } = heard;
  const nothing = { notes: [], asOf: null, drawn: null, slider: null, range };
  if (failure !== null && isNotReported(failure)) return { ...nothing, summary: `Not reported by ${name}.` };
  if (receivedAt === null) {
    return { ...nothing, summary: failure === null ? `Asking ${name} …` : failureSentence(failure, name) };
  }
  const live = freshness(Math.max(receivedAt, shownAt), now, periodMs) === 'live';
  const sinceAt = drawn?.sinceAt ?? null;
  return {
    range,
    drawn,
    summary:
      drawn === null || sinceAt === null
        ? 'Nothing was measured yet.'
        : summaryOf(drawn, range, other, { at: receivedAt, last: live ? 'Now' : 'Then' }),
    notes: live || failure === null ? [] : [failureSentence(failure, name)],
    asOf: live ? null : `as of ${momentInWords(receivedAt, now)} (${ageInWords(now - receivedAt)})`,
    slider: sinceAt === null ? null : sliderOf(range, sinceAt, receivedAt),
  };
}
