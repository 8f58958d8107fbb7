import { inject, type ElementRef, type Signal } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import { BehaviorSubject, combineLatest, distinctUntilChanged, filter, map, type Observable } from 'rxjs';
import type { RedundancyEvent } from '#contract/redundancy-events';
import { EventsApi } from '../../gateways/events-api.ts';
import { gatewaysFeature } from '../../gateways/gateways-selectors.ts';
import { clockOffsetMs } from '../../gateways/node-clock.ts';
import { whileOnScreen } from '../../gateways/on-screen.ts';
import { pairOf, type PairNode } from '../../gateways/pair-selectors.ts';
import { heardNow, pollPair, type Heard } from '../../gateways/poll-pair.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { BEAT } from '../../gateways/watched.ts';
import { emptyEvents, releasedEvents, withEvents, type EventTail } from './event-tail.ts';
import { eventRows, eventsView, noEventsView, type EventsView } from './events-view.ts';

const periodMs = 2000;
/** In steps, so that no time depends on the length of a request. */
const clockStepMs = 100;

export interface EventsWatching {
  view: Signal<EventsView>;
  /** Whether the reader is at the top: then nothing waits, and what waited is shown. */
  follow(following: boolean): void;
}

interface Known {
  tail: EventTail;
  heard: Readonly<Record<string, Heard<unknown>>>;
}

/** What both nodes write down, asked for while the panel is on screen. In an injection context. */
export function watchEvents(panel: Signal<ElementRef<Element> | undefined>): EventsWatching {
  const api = inject(EventsApi);
  const gateways = inject(Store).selectSignal(gatewaysFeature.selectGatewaysState);
  const shown = whileOnScreen(panel);
  const known = new BehaviorSubject<Known>({ tail: emptyEvents, heard: {} });
  let following = true;

  const seenAt = ({ at, nodeId }: RedundancyEvent) =>
    at - Math.round((clockOffsetMs(gateways(), nodeId) ?? 0) / clockStepMs) * clockStepMs;
  pollPair((nodeId) => api.list(nodeId, known.value.tail.cursors[nodeId] ?? null), { shown, periodMs })
    .pipe(takeUntilDestroyed())
    .subscribe(({ nodeId, answer }) => {
      const { tail, heard } = known.value;
      const events = answer.ok ? answer.value.items.map((event) => ({ ...event, seenAt: seenAt(event) })) : [];
      known.next({
        tail: answer.ok ? withEvents(tail, nodeId, events, following) : tail,
        heard: { ...heard, [nodeId]: heardNow(heard[nodeId], answer) },
      });
    });
  const view = eventsSeen(known, shown);
  return {
    view: toSignal(view, { initialValue: noEventsView }),
    follow: (now) => {
      following = now;
      if (now) known.next({ ...known.value, tail: releasedEvents(known.value.tail) });
    },
  };
}

/** Rows are made when there are others, once a minute at most else: there may be hundreds. */
function eventsSeen(known: Observable<Known>, shown: Observable<boolean>): Observable<EventsView> {
  const beat = inject(BEAT);
  const events = known.pipe(
    map(({ tail }) => tail.events),
    distinctUntilChanged(),
  );
  const pair = beat.pipe(
    map(({ gateways }) => pairOf(gateways)),
    distinctUntilChanged<PairNode[]>(sameValue),
  );
  const minute = beat.pipe(
    map(({ now }) => now - (now % 60_000)),
    distinctUntilChanged(),
  );
  const rows = combineLatest([events, pair, minute]).pipe(map((all) => eventRows(...all)));
  return combineLatest({ rows, known, pair, beat, shown }).pipe(
    // Out of sight nothing is drawn.
    filter((all) => all.shown),
    map(({ rows: drawn, known: { tail, heard }, pair: nodes, beat: { now } }) =>
      eventsView(drawn, tail.waiting.length, { pair: nodes, heard, now }),
    ),
    distinctUntilChanged<EventsView>(sameValue),
  );
}
