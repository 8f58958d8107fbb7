import type { RedundancyEvent } from '#contract/redundancy-events';

/** How many events the page keeps: what is older is on the gateways. */
export const keptEvents = 200;

/** An event with its time by the clock of this browser, so that those of both nodes can be compared. */
export interface TimedEvent extends RedundancyEvent {
  seenAt: number;
}

/** The newest events of both nodes. */
export interface EventTail {
  /** Newest first; what is on screen. */
  events: readonly TimedEvent[];
  /** Newest first; came while the reader was not at the top. */
  waiting: readonly TimedEvent[];
  /** By node: the highest id that it answered with. */
  cursors: Readonly<Record<string, number>>;
}

export const emptyEvents: EventTail = { events: [], waiting: [], cursors: {} };

/** The tail with what a node answered. Nothing moves under a reader: away from the top, new events wait. */
export function withEvents(
  tail: EventTail,
  nodeId: string,
  answered: readonly TimedEvent[],
  readerAtTop: boolean,
): EventTail {
  const cursor = Math.max(tail.cursors[nodeId] ?? 0, ...answered.map(({ id }) => id));
  const known = new Set([...tail.events, ...tail.waiting].map(keyOf));
  const next = {
    ...tail,
    waiting: merged(
      answered.filter((event) => !known.has(keyOf(event))),
      tail.waiting,
    ),
    cursors: { ...tail.cursors, [nodeId]: cursor },
  };
  return readerAtTop ? releasedEvents(next) : next;
}

/** The waiting events take their place among those shown. */
export function releasedEvents(tail: EventTail): EventTail {
  if (tail.waiting.length === 0) return tail;
  return { ...tail, events: merged(tail.waiting, tail.events), waiting: [] };
}

export function keyOf({ nodeId, id }: RedundancyEvent): string {
  return `${nodeId} ${id}`;
}

function merged(some: readonly TimedEvent[], others: readonly TimedEvent[]): readonly TimedEvent[] {
  return [...some, ...others].toSorted((a, b) => b.seenAt - a.seenAt || b.id - a.id).slice(0, keptEvents);
}
