import { DestroyRef, inject, Injector, runInInjectionContext, type ElementRef, type Signal } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import {
  BehaviorSubject,
  combineLatest,
  debounce,
  distinctUntilChanged,
  filter,
  map,
  of,
  switchMap,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { EventQuery, RedundancyEvent } from '#contract/redundancy-events';
import { EventsApi } from '../../../gateways/events-api.ts';
import { gatewaysFeature } from '../../../gateways/gateways-selectors.ts';
import { clockOffsetMs } from '../../../gateways/node-clock.ts';
import { whileOnScreen } from '../../../gateways/on-screen.ts';
import { pairOf, type PairNode } from '../../../gateways/pair-selectors.ts';
import { heardNow, pollPair, type Heard } from '../../../gateways/poll-pair.ts';
import { sameValue } from '../../../gateways/same-value.ts';
import { SCHEDULER } from '../../../gateways/time.ts';
import { BEAT } from '../../../gateways/watched.ts';
import {
  emptyEvents,
  eventsInReach,
  olderOn,
  releasedEvents,
  withEvents,
  withOlderEvents,
  type EventTail,
  type TimedEvent,
} from './event-tail.ts';
import {
  eventsView,
  noEventsView,
  noFilter,
  type EventFilter,
  type EventList,
  type EventsView,
} from './events-view.ts';

const periodMs = 2000;
/** Who types is not interrupted. */
const typingMs = 300;
const olderPage = 500;
/** In steps, so that no time depends on the length of a request. */
const clockStepMs = 100;

export interface EventsWatching {
  view: Signal<EventsView>;
  /** Whether the reader is at the top: then nothing waits, and what waited is shown. */
  follow(following: boolean): void;
  /** The reader comes near the end of what is here. */
  older(): void;
  choose(filter: EventFilter): void;
}

interface Known {
  tail: EventTail;
  heard: Readonly<Record<string, Heard<unknown>>>;
  filter: EventFilter;
  /** Under the present filter, not under the one before. */
  answered: boolean;
}

/** What both nodes write down, asked for while the panel is on screen. In an injection context. */
export function watchEvents(panel: Signal<ElementRef<Element> | undefined>): EventsWatching {
  const shown = whileOnScreen(panel);
  const known = new BehaviorSubject<Known>({ tail: emptyEvents, heard: {}, filter: noFilter, answered: false });
  const reader = new EventsReader(known);
  reader.poll(shown);
  return {
    view: toSignal(eventsSeen(known, shown), { initialValue: noEventsView }),
    follow: (now) => reader.follow(now),
    older: () => reader.older(),
    choose: (chosen) => reader.choose(chosen),
  };
}

/** Keeps what is known up to date. In an injection context. */
class EventsReader {
  private readonly api = inject(EventsApi);
  private readonly injector = inject(Injector);
  private readonly destroyed = inject(DestroyRef);
  private readonly scheduler = inject(SCHEDULER);
  private readonly gateways = inject(Store).selectSignal(gatewaysFeature.selectGatewaysState);
  private readonly chosen = new BehaviorSubject<EventFilter>(noFilter);
  private following = true;
  private loading = false;

  constructor(private readonly known: BehaviorSubject<Known>) {}

  poll(shown: Observable<boolean>): void {
    const settled = this.chosen.pipe(
      debounce(({ search }) =>
        search === this.known.value.filter.search ? of(null) : timer(typingMs, this.scheduler),
      ),
      distinctUntilChanged<EventFilter>(sameValue),
    );
    const answers = settled.pipe(
      switchMap((chosen) => {
        this.begin(chosen);
        const request = (nodeId: string) => this.api.list(nodeId, this.queryOf(nodeId));
        return runInInjectionContext(this.injector, () => pollPair(request, { shown, periodMs }));
      }),
      takeUntilDestroyed(this.destroyed),
    );
    answers.subscribe(({ nodeId, answer }) => {
      const { tail, heard, ...more } = this.known.value;
      this.known.next({
        ...more,
        answered: more.answered || answer.ok,
        tail: answer.ok ? withEvents(tail, nodeId, this.timed(answer.value.items), this.following) : tail,
        heard: { ...heard, [nodeId]: heardNow(heard[nodeId], answer) },
      });
    });
  }

  follow(following: boolean): void {
    this.following = following;
    if (following) this.known.next({ ...this.known.value, tail: releasedEvents(this.known.value.tail) });
  }

  choose(chosen: EventFilter): void {
    this.chosen.next(chosen);
  }

  /** Goes on until there are more rows to see: one node alone may not reach back as far as the other. */
  older(): void {
    const before = this.known.value;
    const [next] = olderOn(before.tail, answering(before));
    if (this.loading || next === undefined) return;
    this.loading = true;
    const query = { ...filterQuery(before.filter), before: next.before, limit: olderPage };
    this.api
      .list(next.nodeId, query)
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe((answer) => {
        this.loading = false;
        const now = this.known.value;
        if (!answer.ok || now.filter !== before.filter) return;
        const { items } = answer.value;
        const tail = withOlderEvents(now.tail, next.nodeId, this.timed(items), items.length < olderPage);
        this.known.next({ ...now, tail });
        if (seen(this.known.value).length === seen(now).length) this.older();
      });
  }

  private begin(chosen: EventFilter): void {
    const { filter: before, ...known } = this.known.value;
    if (!sameValue(before, chosen)) this.known.next({ ...known, tail: emptyEvents, filter: chosen, answered: false });
  }

  private queryOf(nodeId: string): Partial<EventQuery> {
    const { tail, filter: present } = this.known.value;
    const after = tail.cursors[nodeId];
    return { ...filterQuery(present), ...(after === undefined ? {} : { after }) };
  }

  private timed(events: readonly RedundancyEvent[]): TimedEvent[] {
    return events.map((event) => {
      const offsetMs = clockOffsetMs(this.gateways(), event.nodeId) ?? 0;
      return { ...event, seenAt: event.at - Math.round(offsetMs / clockStepMs) * clockStepMs };
    });
  }
}

/** The list changes when there are other events, and once a minute at most else. */
function eventsSeen(known: Observable<Known>, shown: Observable<boolean>): Observable<EventsView> {
  const beat = inject(BEAT);
  const events = known.pipe(
    map(seen),
    distinctUntilChanged((a, b) => a.length === b.length && a[0] === b[0] && a.at(-1) === b.at(-1)),
  );
  const pair = beat.pipe(
    map(({ gateways }) => pairOf(gateways)),
    distinctUntilChanged<PairNode[]>(sameValue),
  );
  const minute = beat.pipe(
    map(({ now }) => now - (now % 60_000)),
    distinctUntilChanged(),
  );
  const lists = combineLatest({ events, pair, minuteAt: minute }).pipe(map((list): EventList => list));
  return combineLatest({ list: lists, known, pair, beat, shown }).pipe(
    // Out of sight nothing is drawn.
    filter((all) => all.shown),
    map(({ list, known: now, pair: nodes, beat: { now: at } }) => {
      const waiting = now.tail.waiting.length;
      const more = olderOn(now.tail, answering(now)).length > 0;
      const heard = now.answered || now.filter === noFilter ? now.heard : {};
      return eventsView({ list, waiting, more, filter: now.filter }, { pair: nodes, heard, now: at });
    }),
    distinctUntilChanged<EventsView>(sameValue),
  );
}

function seen(known: Known): readonly TimedEvent[] {
  return eventsInReach(known.tail, answering(known));
}

/** The nodes whose last answer was good: only they can be asked for older events. */
function answering({ heard }: Known): string[] {
  return Object.keys(heard).filter((nodeId) => heard[nodeId]?.failure === null);
}

function filterQuery({ severity, search }: EventFilter): Partial<EventQuery> {
  return { ...(severity === null ? {} : { severity }), ...(search === '' ? {} : { search }) };
}
