import { inject, type ElementRef, type Signal } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import { BehaviorSubject, combineLatest, distinctUntilChanged, filter, map } from 'rxjs';
import type { RedundancyEvent } from '#contract/redundancy-events';
import { EventsApi } from '../../gateways/events-api.ts';
import { gatewaysFeature } from '../../gateways/gateways-selectors.ts';
import { clockOffsetMs } from '../../gateways/node-clock.ts';
import { whileOnScreen } from '../../gateways/on-screen.ts';
import { pairOf, type PairNode } from '../../gateways/pair-selectors.ts';
import { heardNow, pollPair, type Heard } from '../../gateways/poll-pair.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { TICKS } from '../../gateways/time.ts';
import { emptyEvents, releasedEvents, withEvents, type EventTail } from './event-tail.ts';
import { eventsView, noEventsView, type EventsView } from './events-view.ts';

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
  const store = inject(Store);
  const gateways = store.selectSignal(gatewaysFeature.selectGatewaysState);
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
  const pair = store
    .select(gatewaysFeature.selectGatewaysState)
    .pipe(map(pairOf), distinctUntilChanged<PairNode[]>(sameValue));
  const view = combineLatest({ known, pair, now: inject(TICKS), shown }).pipe(
    // Out of sight nothing is drawn.
    filter((all) => all.shown),
    map((all) => eventsView(all.known.tail, all.pair, all.known.heard, all.now)),
    distinctUntilChanged<EventsView>(sameValue),
  );
  return {
    view: toSignal(view, { initialValue: noEventsView }),
    follow: (now) => {
      following = now;
      if (now) known.next({ ...known.value, tail: releasedEvents(known.value.tail) });
    },
  };
}
