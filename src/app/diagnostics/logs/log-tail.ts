import type { LogLine } from '#contract/logs';

/** How many lines a page keeps: what is older is on the gateway. */
export const keptLines = 2000;

/** The newest lines of one node that match one filter. */
export interface LogTail {
  /** Newest first; what is on screen. */
  lines: readonly LogLine[];
  /** Newest first; came while the reader was not at the top. */
  waiting: readonly LogLine[];
  /** The highest id received; `null`: nothing was asked yet. */
  cursor: number | null;
  /** How many lines came faster than they could be fetched, and stand between those shown. */
  skipped: number;
}

export const emptyTail: LogTail = { lines: [], waiting: [], cursor: null, skipped: 0 };

/** What one request brought. */
export interface LogBatch {
  lines: readonly LogLine[];
  /** Lines after the cursor that are in neither this batch nor the tail. */
  skipped: number;
}

/** The tail with a batch. Nothing moves under a reader: away from the top, new lines wait. */
export function withBatch(tail: LogTail, batch: LogBatch, readerAtTop: boolean): LogTail {
  const newestFirst = batch.lines.toSorted((a, b) => b.id - a.id);
  const cursor = newestFirst[0]?.id ?? tail.cursor ?? 0;
  if (tail.cursor === null) return { ...tail, lines: newestFirst.slice(0, keptLines), cursor };
  const skipped = tail.skipped + batch.skipped;
  const waiting = [...newestFirst, ...tail.waiting].slice(0, keptLines);
  const next = { ...tail, waiting, cursor, skipped };
  return readerAtTop ? released(next) : next;
}

/** The waiting lines move to the top of those shown. */
export function released(tail: LogTail): LogTail {
  if (tail.waiting.length === 0) return tail;
  return { ...tail, lines: [...tail.waiting, ...tail.lines].slice(0, keptLines), waiting: [] };
}
