import { of } from 'rxjs';
import type { LogQuery } from '#contract/logs';
import type { Answer } from '../../gateways/failure.ts';
import { batchSize, nextLines, type LogBatch } from '../../gateways/next-lines.ts';
import { emptyTail, keptLines, released, withBatch, withOlder } from './log-tail.ts';
import { answerFrom, someLine } from './logs.testing.ts';

describe('The tail of a log', () => {
  it('[D1] keeps the newest lines only, however long it runs', () => {
    let tail = withBatch(emptyTail, batch(1, 500), true);
    for (let first = 501; first < 20_000; first += 500) tail = withBatch(tail, batch(first, 500), true);
    expect(tail.lines.length).toBe(keptLines);
    expect(tail.lines[0]?.id).toBe(20_000);
    expect(tail.cursor).toBe(20_000);
    expect(tail.end).toBe('full');
  });

  it('[D1] lets lines wait while the reader is not at the top, and shows them when asked', () => {
    const tail = withBatch(withBatch(emptyTail, batch(1, 3), true), batch(4, 2), false);
    expect(tail.lines.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(tail.waiting.map(({ id }) => id)).toEqual([5, 4]);
    expect(released(tail).lines.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1]);
  });

  it('[D1] goes on from nothing when the first answer had no line', () => {
    const tail = withBatch(emptyTail, { lines: [], skipped: 0 }, true);
    expect(tail.cursor).toBe(0);
    expect(withBatch(tail, batch(1, 1), true).lines.length).toBe(1);
  });

  it('[D1] goes on with older lines until there are none', () => {
    const tail = withBatch(emptyTail, batch(1000, batchSize), true);
    expect(tail.end).toBe('more');
    const older = withOlder(tail, batch(500, batchSize).lines.toReversed());
    expect(older.lines.map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, at) => 1499 - at));
    expect(older.end).toBe('more');
    expect(withOlder(older, batch(490, 10).lines.toReversed()).end).toBe('nothing');
  });

  it('[D1] takes the newest lines and counts what it left out when too many came at once', () => {
    const lines = Array.from({ length: 1300 }, (_, at) => someLine(at + 1));
    const queries: Partial<LogQuery>[] = [];
    const ask = (query: Partial<LogQuery>) => {
      queries.push(query);
      const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
      return of(answered(answerFrom(lines, text)));
    };
    const brought: Answer<LogBatch>[] = [];
    nextLines(ask, {}, 100).subscribe((answer) => brought.push(answer));
    expect(queries).toEqual([{ limit: 500, after: 100 }, { limit: 500 }]);
    expect(brought).toEqual([answered({ lines: lines.slice(800).reverse(), skipped: 700 })]);
  });
});

/** `count` lines from `first` on, oldest first as a gateway answers. */
function batch(first: number, count: number): LogBatch {
  return { lines: Array.from({ length: count }, (_, at) => someLine(first + at)), skipped: 0 };
}

function answered<T>(value: T): Answer<T> {
  return { ok: true, value, received: { askedAt: 0, receivedAt: 0, address: '', etag: null } };
}
