import { epoch } from '#contract/epoch';
import type { LogRow, Position } from '#contract/replication-frames';
import * as z from 'zod/mini';
import { follow } from './config-chain.ts';
import type { Counts } from './counts.ts';
import { countRow, hashRow, numberRow, storedLogRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';
import { LogTail } from './log-tail.ts';
import { RunningCounts } from './running-counts.ts';

/** What a Backup lacks. `diverged`: its history is not a part of this one. `tooFar`: the log does not reach back. */
export type RowsAfter = { kind: 'rows'; rows: LogRow[]; end: Position } | { kind: 'diverged' } | { kind: 'tooFar' };

/** Of rows that were trimmed so many hashes are kept: by them a Backup far behind is told from a diverged one. */
const mostTrimmed = 200_000;
const trimStep = 500;
/** So many steps in one transaction: whoever writes waits for it. A log that is far too long is shorter each time. */
const mostTrimSteps = 4;
/** Room that a row takes beside its texts. */
const rowOverhead = 200;

/** The changes since the last full synchronisation, in order; bounded, the oldest go first. */
export class ConfigLog {
  readonly #database: Database;
  readonly mostBytes: number;
  readonly #tail = new LogTail();
  readonly #running = new RunningCounts((after, upTo) => this.counts(after, upTo));
  #bytes: number | null = null;

  constructor(database: Database, mostBytes: number) {
    this.#database = database;
    this.mostBytes = mostBytes;
  }

  /** With what it makes of the resource, in one statement. `hash`: of the row. */
  append(row: LogRow, hash: string): void {
    const before = this.bytes();
    const bytes = insertLogRow(this.#database, 'log', row, hash);
    this.#bytes = before + bytes;
    this.#tail.append({ row, hash, bytes });
  }

  /** It has to be trimmed. */
  get isTooLong(): boolean {
    return this.bytes() > this.mostBytes * 1.05;
  }

  /** Inside a transaction, in steps: to make room row by row would cost as much as writing. The last row stays. */
  trim(): void {
    if (!this.isTooLong) return;
    const size = z.object({ revision: z.int(), bytes: z.int() });
    let upTo = 0;
    let bytes = this.bytes();
    for (let step = 0; step < mostTrimSteps && bytes > this.mostBytes; step += 1) {
      const sql = `SELECT revision, bytes FROM log WHERE revision > ? AND revision < (SELECT max(revision) FROM log)
        ORDER BY revision LIMIT ?`;
      const oldest = this.#database.all(sql, size, upTo, trimStep);
      for (const row of oldest) {
        if (bytes <= this.mostBytes) break;
        bytes -= row.bytes;
        upTo = row.revision;
      }
    }
    this.#database.run(
      'INSERT INTO trimmed (revision, provider, hash) SELECT revision, provider, hash FROM log WHERE revision <= ?',
      upTo,
    );
    this.#database.run('DELETE FROM log WHERE revision <= ?', upTo);
    this.#running.forgetting(upTo - mostTrimmed);
    this.#database.run('DELETE FROM trimmed WHERE revision <= ?', upTo - mostTrimmed);
    this.#tail.trim(upTo);
    this.#bytes = bytes;
  }

  /** A transaction was rolled back, or the log was exchanged: what was counted does not hold. */
  forget(): void {
    this.#bytes = null;
    this.#tail.clear();
    this.#running.clear();
  }

  bytes(): number {
    this.#bytes ??= this.#database.get('SELECT sum(bytes) AS number FROM log', numberRow)?.number ?? 0;
    return this.#bytes;
  }

  /** Room that the changes after one revision and up to another take. */
  bytesBetween(after: number, upTo: number): number {
    const sql = 'SELECT sum(bytes) AS number FROM log WHERE revision > ? AND revision <= ?';
    return this.#database.get(sql, numberRow, after, upTo)?.number ?? 0;
  }

  /** The first revision that is held here; `null`: there is none. */
  oldest(): number | null {
    return this.#database.get('SELECT min(revision) AS number FROM log', numberRow)?.number ?? null;
  }

  /** Whether whoever has everything up to the revision can go on with what is here. */
  reachesBackTo(revision: number): boolean {
    const oldest = this.oldest();
    return oldest === null || oldest <= revision + 1;
  }

  /** At least one row where there is one; else as many as fit. Another thread may have written more than `head`. */
  rowsAfter(from: Position, head: Position, most: { rows: number; bytes: number }): RowsAfter {
    const late = from.lineage === head.lineage ? this.#tail.rowsAfter(from, most) : null;
    if (late !== null) return { kind: 'rows', ...late };
    if (from.lineage !== head.lineage || this.#hashAt(from.revision, head) !== from.hash) return { kind: 'diverged' };
    if (from.revision < head.revision && !this.#holds(from.revision + 1)) return { kind: 'tooFar' };
    const sql = `SELECT revision, provider, type, name, value, epoch, author, at, previousHash
      FROM log WHERE revision > ? AND revision <= ? ORDER BY revision LIMIT ?`;
    const rows: LogRow[] = [];
    let bytes = 0;
    for (const stored of this.#database.all(sql, storedLogRow, from.revision, head.revision, most.rows)) {
      bytes += Buffer.byteLength(stored.value ?? '') + rowOverhead;
      if (rows.length > 0 && bytes > most.bytes) break;
      rows.push({ ...stored, epoch: stored.epoch === null ? null : z.parse(epoch, JSON.parse(stored.epoch)) });
    }
    return { kind: 'rows', rows, end: rows.reduce(follow, from) };
  }

  /** How many changes of each provider there are after one revision and up to another. */
  counts(after: number, upTo: number): Counts {
    const late = this.#tail.counts(after, upTo);
    if (late !== null) return late;
    const sql = `SELECT provider, count(*) AS count FROM (
        SELECT provider FROM log WHERE revision > ? AND revision <= ?
        UNION ALL SELECT provider FROM trimmed WHERE revision > ? AND revision <= ? AND provider IS NOT NULL
      ) GROUP BY provider`;
    const found = this.#database.all(sql, countRow, after, upTo, after, upTo);
    return Object.fromEntries(found.map(({ provider, count }) => [provider, count]));
  }

  /** The same up to the last one; for who asks again and again. */
  countsAfter(after: number, head: number): Counts {
    return this.#tail.counts(after, head) ?? this.#running.counts(after, head);
  }

  #holds(revision: number): boolean {
    return this.#database.get('SELECT hash FROM log WHERE revision = ?', hashRow, revision) !== null;
  }

  #hashAt(revision: number, head: Position): string | null {
    if (revision === head.revision) return head.hash;
    if (revision === 0) return head.lineage;
    const sql = 'SELECT hash FROM log WHERE revision = ? UNION ALL SELECT hash FROM trimmed WHERE revision = ?';
    return this.#database.get(sql, hashRow, revision, revision)?.hash ?? null;
  }
}

const insertInto = (table: string) =>
  `INSERT INTO ${table} (revision, provider, type, name, value, epoch, author, at, previousHash, hash, bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const inserts = { log: insertInto('log'), whole_log: insertInto('whole_log') };

/** One statement, with what the change makes of the resource. `hash`: of the row. The room that it takes. */
export function insertLogRow(database: Database, table: 'log' | 'whole_log', row: LogRow, hash: string): number {
  const { revision, provider, type, name, value, author, at, previousHash } = row;
  const epochText = row.epoch === null ? null : JSON.stringify(row.epoch);
  const bytes = Buffer.byteLength(value ?? '') + Buffer.byteLength(name) + rowOverhead;
  database.run(
    inserts[table],
    ...[revision, provider, type, name, value, epochText, author, at, previousHash, hash, bytes],
  );
  return bytes;
}
