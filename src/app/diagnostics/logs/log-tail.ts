import type { LogLine } from '#contract/logs';
import { batchSize, type LogBatch } from '../../gateways/next-lines.ts';

/** How many lines a page keeps: what is older is on the gateway. */
export const keptLines = 10_000;

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
  /** What comes after the last line: `more` older ones, nothing, or so many lines that the page keeps no more. */
  end: 'more' | 'nothing' | 'full';
}

export const emptyTail: LogTail = { lines: [], waiting: [], cursor: null, skipped: 0, end: 'more' };

/** The tail with a batch. Nothing moves under a reader: away from the top, new lines wait. */
export function withBatch(tail: LogTail, batch: LogBatch, readerAtTop: boolean): LogTail {
  const newestFirst = batch.lines.toSorted((a, b) => b.id - a.id);
  const cursor = newestFirst[0]?.id ?? tail.cursor ?? 0;
  if (tail.cursor === null) return { ...withEnd(tail, newestFirst, batch.lines.length), cursor };
  const skipped = tail.skipped + batch.skipped;
  if (newestFirst.length === 0) return readerAtTop ? released(tail) : tail;
  const waiting = [...newestFirst, ...tail.waiting].slice(0, keptLines);
  const next = { ...tail, waiting, cursor, skipped };
  return readerAtTop ? released(next) : next;
}

/** The waiting lines move to the top of those shown. */
export function released(tail: LogTail): LogTail {
  if (tail.waiting.length === 0) return tail;
  const lines = [...tail.waiting, ...tail.lines];
  return { ...tail, lines: lines.slice(0, keptLines), waiting: [], end: lines.length > keptLines ? 'full' : tail.end };
}

/** The tail with lines that are older than its last one, newest first. */
export function withOlder(tail: LogTail, older: readonly LogLine[]): LogTail {
  const last = tail.lines.at(-1)?.id ?? Infinity;
  const fresh = older.filter(({ id }) => id < last);
  return withEnd(tail, [...tail.lines, ...fresh], older.length);
}

function withEnd(tail: LogTail, lines: readonly LogLine[], answered: number): LogTail {
  const end = answered < batchSize ? 'nothing' : lines.length >= keptLines ? 'full' : 'more';
  return { ...tail, lines: lines.slice(0, keptLines), end };
}
