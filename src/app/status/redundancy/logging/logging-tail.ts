import type { LogLine } from '#contract/logs';

/** How many lines the page keeps: what is older is on the gateways. */
export const keptLines = 10_000;
/** Clocks that moved apart by more than this are compared anew, ms; by less, lines would only change their places. */
const clockStepMs = 1000;

/** A line with its node, and its time by the clock of this browser, so that those of both nodes can be compared. */
export interface ProviderLine extends LogLine {
  nodeId: string;
  seenAt: number;
}

/** What the providers of both nodes logged last. */
export interface LoggingTail {
  /** Newest first; what is on screen. */
  lines: readonly ProviderLine[];
  /** Newest first; came while the reader was not at the top. */
  waiting: readonly ProviderLine[];
  /** By node: the highest id that it answered with. */
  cursors: Readonly<Record<string, number>>;
  /** By node: its clock minus the clock of this browser, ms. */
  offsets: Readonly<Record<string, number>>;
  /** How many lines came faster than they could be fetched. */
  skipped: number;
}

export const emptyLogging: LoggingTail = { lines: [], waiting: [], cursors: {}, offsets: {}, skipped: 0 };

export interface AnsweredLines {
  nodeId: string;
  lines: readonly LogLine[];
  skipped: number;
  /** As just measured, ms; `null`: not known. */
  offsetMs: number | null;
}

/** The tail with what a node answered. Nothing moves under a reader: away from the top, new lines wait. */
export function withLines(tail: LoggingTail, answered: AnsweredLines, readerAtTop: boolean): LoggingTail {
  const { nodeId, lines, skipped, offsetMs } = answered;
  const known = tail.offsets[nodeId] ?? null;
  const moved = offsetMs !== null && (known === null || Math.abs(offsetMs - known) > clockStepMs);
  const offset = moved ? Math.round(offsetMs) : (known ?? 0);
  const cursor = tail.cursors[nodeId] ?? -1;
  const fresh = lines
    .filter(({ id }) => id > cursor)
    .map((line) => ({ ...line, nodeId, seenAt: line.timestamp - offset }));
  const next = {
    ...tail,
    waiting: fresh.length === 0 ? tail.waiting : merged(fresh, tail.waiting),
    cursors: { ...tail.cursors, [nodeId]: Math.max(cursor, 0, ...fresh.map(({ id }) => id)) },
    offsets: { ...tail.offsets, [nodeId]: offset },
    skipped: tail.skipped + skipped,
  };
  return readerAtTop ? releasedLines(next) : next;
}

/** The waiting lines take their place among those shown. */
export function releasedLines(tail: LoggingTail): LoggingTail {
  return tail.waiting.length === 0 ? tail : { ...tail, lines: merged(tail.waiting, tail.lines), waiting: [] };
}

/** In one order: by time, within a node as it wrote them. */
function merged(some: readonly ProviderLine[], others: readonly ProviderLine[]): readonly ProviderLine[] {
  return [...some, ...others].toSorted((a, b) => b.seenAt - a.seenAt || b.id - a.id).slice(0, keptLines);
}
