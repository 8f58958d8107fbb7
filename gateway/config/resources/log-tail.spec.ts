import type { LogRow, Position } from '#contract/replication-frames';
import { LogTail } from './log-tail.ts';

const most = { rows: 1000, bytes: 1_000_000 };
const hash = (revision: number) => `hash ${revision}`;
const at = (revision: number): Position => ({ lineage: 'L', revision, hash: hash(revision) });

/** Rows of 100 bytes in the log, those with an even revision of tags. */
function tailOf(first: number, last: number): LogTail {
  const tail = new LogTail();
  for (let revision = first; revision <= last; revision++) append(tail, revision);
  return tail;
}

function append(tail: LogTail, revision: number): void {
  const provider = revision % 2 === 0 ? 'tag-config-resource' : 'projects';
  const facts = { type: 'tag', name: 'a', value: '{}', epoch: null, author: 'x', at: 1 };
  const row: LogRow = { ...facts, revision, provider, previousHash: hash(revision - 1) };
  tail.append({ row, hash: hash(revision), bytes: 100 });
}

describe('LogTail', () => {
  it('gives what came after a place in the history, and where that ends', () => {
    const found = tailOf(5, 9).rowsAfter(at(6), most);
    expect(found?.rows.map(({ revision }) => revision)).toEqual([7, 8, 9]);
    expect(found?.end).toEqual(at(9));
  });

  it('gives as much as was asked for, and at least one row', () => {
    const tail = tailOf(1, 9);
    expect(tail.rowsAfter(at(2), { rows: 3, bytes: 1_000_000 })?.end).toEqual(at(5));
    expect(tail.rowsAfter(at(2), { rows: 9, bytes: 250 })?.end).toEqual(at(4));
    expect(tail.rowsAfter(at(2), { rows: 9, bytes: 1 })?.end).toEqual(at(3));
  });

  it('does not answer for a place that it does not hold, or that is in another history', () => {
    const tail = tailOf(5, 9);
    expect(tail.rowsAfter(at(3), most)).toBeNull();
    expect(tail.rowsAfter(at(9), most)).toBeNull();
    expect(tail.rowsAfter({ ...at(6), hash: 'other' }, most)).toBeNull();
    expect(new LogTail().rowsAfter(at(0), most)).toBeNull();
  });

  it('counts per provider where it holds every change', () => {
    const tail = tailOf(5, 9);
    expect(tail.counts(5, 8)).toEqual({ projects: 1, 'tag-config-resource': 2 });
    expect(tail.counts(3, 8)).toBeNull();
    expect(tail.counts(5, 10)).toBeNull();
  });

  it('holds no more than some of the last rows, and nothing that the log does not hold any more', () => {
    const tail = tailOf(1, 2000);
    expect(tail.rowsAfter(at(1), most)).toBeNull();
    expect(tail.rowsAfter(at(1900), most)?.rows.length).toBe(100);
    tail.trim(1950);
    expect(tail.rowsAfter(at(1900), most)).toBeNull();
    expect(tail.rowsAfter(at(1950), most)?.rows.length).toBe(50);
  });
});
