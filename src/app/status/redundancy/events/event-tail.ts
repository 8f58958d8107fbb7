import type { RedundancyEvent } from '#contract/redundancy-events';

/** How many events the page keeps: all that two gateways have. */
export const keptEvents = 20_000;

/** How many a node answers with at once, unless it is asked for more. */
export const firstPage = 200;

/** An event with its time by the clock of this browser, so that those of both nodes can be compared. */
export interface TimedEvent extends RedundancyEvent {
  seenAt: number;
}

/** How far back a node has answered. */
export interface Reach {
  /** Of the oldest event; `null`: it has answered with nothing yet. */
  id: number | null;
  seenAt: number;
  /** There is nothing older on it. */
  ended: boolean;
}

/** The newest events of both nodes, as far back as somebody has scrolled. */
export interface EventTail {
  /** Newest first; what is on screen. */
  events: readonly TimedEvent[];
  /** Newest first; came while the reader was not at the top. */
  waiting: readonly TimedEvent[];
  /** By node: the highest id that it answered with. */
  cursors: Readonly<Record<string, number>>;
  reach: Readonly<Record<string, Reach>>;
}

export const emptyEvents: EventTail = { events: [], waiting: [], cursors: {}, reach: {} };

/** The tail with what a node answered. Nothing moves under a reader: away from the top, new events wait. */
export function withEvents(
  tail: EventTail,
  nodeId: string,
  answered: readonly TimedEvent[],
  readerAtTop: boolean,
): EventTail {
  const isFirst = tail.cursors[nodeId] === undefined;
  const cursor = Math.max(tail.cursors[nodeId] ?? 0, ...answered.map(({ id }) => id));
  const isNew = unknownTo([tail.events, tail.waiting]);
  const next = {
    ...tail,
    waiting: merged(answered.filter(isNew), tail.waiting),
    cursors: { ...tail.cursors, [nodeId]: cursor },
    // What is newer reaches no further back.
    reach: isFirst ? { ...tail.reach, [nodeId]: reachOf(answered, answered.length < firstPage) } : tail.reach,
  };
  return readerAtTop || isFirst ? releasedEvents(next) : next;
}

/** The tail with the next older page of a node; `ended`: it has no more. */
export function withOlderEvents(
  tail: EventTail,
  nodeId: string,
  answered: readonly TimedEvent[],
  ended: boolean,
): EventTail {
  const isNew = unknownTo([tail.events, tail.waiting]);
  const before = tail.reach[nodeId];
  const reach = answered.length === 0 && before !== undefined ? { ...before, ended } : reachOf(answered, ended);
  return {
    ...tail,
    events: merged(answered.filter(isNew), tail.events),
    reach: { ...tail.reach, [nodeId]: reach },
  };
}

/** The waiting events take their place among those shown. */
export function releasedEvents(tail: EventTail): EventTail {
  if (tail.waiting.length === 0) return tail;
  return { ...tail, events: merged(tail.waiting, tail.events), waiting: [] };
}

/** The nodes that still have older events, the one that reaches back least first. `asked`: those that answer. */
export function olderOn(tail: EventTail, asked: readonly string[]): { nodeId: string; before: number }[] {
  return asked
    .flatMap((nodeId) => {
      const reach = tail.reach[nodeId];
      return reach === undefined || reach.ended || reach.id === null ? [] : [{ nodeId, ...reach, before: reach.id }];
    })
    .toSorted((a, b) => b.seenAt - a.seenAt)
    .map(({ nodeId, before }) => ({ nodeId, before }));
}

/** Only what lies above the reach of both nodes: below, events of one of them are missing. */
export function eventsInReach({ events, reach }: EventTail, asked: readonly string[]): readonly TimedEvent[] {
  const open = asked.flatMap((nodeId) => (reach[nodeId]?.ended === false ? [reach[nodeId].seenAt] : []));
  if (open.length === 0) return events;
  const floor = Math.max(...open);
  const end = events.findIndex(({ seenAt }) => seenAt < floor);
  return end === -1 ? events : events.slice(0, end);
}

/** The same event, whichever node tells of it. */
export function keyOf({ nodeId, at, reason }: RedundancyEvent): string {
  return `${nodeId} ${at} ${reason}`;
}

function reachOf(answered: readonly TimedEvent[], ended: boolean): Reach {
  const oldest = answered.reduce<TimedEvent | null>(
    (best, event) => (best === null || isBefore(event, best) ? event : best),
    null,
  );
  if (oldest === null) return { id: null, seenAt: -Infinity, ended: true };
  return { id: oldest.id, seenAt: oldest.seenAt, ended };
}

/** As a node orders them, by the clocks of those that wrote them down. */
function isBefore(one: TimedEvent, other: TimedEvent): boolean {
  if (one.at !== other.at) return one.at < other.at;
  return one.nodeId === other.nodeId ? one.id < other.id : one.nodeId < other.nodeId;
}

function unknownTo(lists: readonly (readonly TimedEvent[])[]): (event: TimedEvent) => boolean {
  const known = new Set<string>();
  for (const list of lists) for (const event of list) known.add(keyOf(event));
  return (event) => !known.has(keyOf(event));
}

/** The same list when nothing is added: what is equal needs no new drawing. */
function merged(some: readonly TimedEvent[], others: readonly TimedEvent[]): readonly TimedEvent[] {
  if (some.length === 0) return others;
  return [...some, ...others].toSorted((a, b) => b.seenAt - a.seenAt || b.id - a.id).slice(0, keptEvents);
}
