import type { LogRow, Position } from '#contract/replication-frames';
import { countsOf, type Counts } from './counts.ts';

export interface LoggedRow {
  row: LogRow;
  /** Of the row. */
  hash: string;
  /** Room that it takes in the log. */
  bytes: number;
}

const mostRows = 256;

/** The last rows of the log, in memory: what a Backup that keeps up is sent, without a look at the disk. */
export class LogTail {
  #rows: LoggedRow[] = [];

  append(logged: LoggedRow): void {
    // In steps: to shift an array row by row would cost as much as to read the disk.
    if (this.#rows.length >= 2 * mostRows) this.#rows = this.#rows.slice(-mostRows);
    this.#rows.push(logged);
  }

  /** The log does not hold these any more. */
  trim(upTo: number): void {
    this.#rows = this.#rows.filter(({ row }) => row.revision > upTo);
  }

  clear(): void {
    this.#rows = [];
  }

  /** `null`: it does not reach back to there, or that is not a place in this history. */
  rowsAfter(from: Position, most: { rows: number; bytes: number }): { rows: LogRow[]; end: Position } | null {
    const start = this.#indexOf(from.revision + 1);
    if (start === null || this.#rows[start]?.row.previousHash !== from.hash) return null;
    const rows: LogRow[] = [];
    let end = from;
    let room = most.bytes;
    for (const { row, hash, bytes } of this.#rows.slice(start, start + most.rows)) {
      room -= bytes;
      if (rows.length > 0 && room < 0) break;
      rows.push(row);
      end = { lineage: from.lineage, revision: row.revision, hash };
    }
    return { rows, end };
  }

  /** Changes per provider after one revision and up to another; `null`: it does not hold them all. */
  counts(after: number, upTo: number): Counts | null {
    const start = this.#indexOf(after + 1);
    if (start === null || this.#indexOf(upTo) === null) return null;
    return countsOf(this.#rows.slice(start, start + upTo - after).map(({ row }) => row));
  }

  /** Revisions follow one another without a gap. */
  #indexOf(revision: number): number | null {
    const index = revision - (this.#rows[0]?.row.revision ?? Infinity);
    return index >= 0 && index < this.#rows.length ? index : null;
  }
}
