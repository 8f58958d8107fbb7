import { renameSync, rmSync } from 'node:fs';
import { logLevel, type LogFilters, type LogLine, type LogLines, type LogQuery } from '#contract/logs';
import * as z from 'zod/mini';
import { DamagedDatabaseError, Database } from '../config/disk/database.ts';
import type { SetLevel } from './level-tree.ts';
import { filterOf, notApart, orderOf, rankOf } from './log-filter.ts';
import type { StoredLogLine } from './log-output.ts';

export interface LogStoreOptions {
  /** Older lines go; a few percent more are kept at times. */
  maxLines?: number;
  now?: () => number;
}

const flushMs = 100;
/** While more waits than one batch. */
const catchUpMs = 10;
/** After a failure. */
const retryMs = 1000;
/** Lines written in one go: a few ms at most. */
const batchLines = 300;
/** Lines read in one go for a download: a few ms at most. */
const downloadLines = 500;
/** Lines that wait while the disk does not take them; beyond, the oldest are lost and counted. */
const mostWaiting = 5000;

const migrations = [
  `CREATE TABLE lines (
     id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp INTEGER NOT NULL, loggerName TEXT NOT NULL,
     level INTEGER NOT NULL, message TEXT NOT NULL, stack TEXT
   ) STRICT;
   CREATE TABLE levels (name TEXT PRIMARY KEY, level TEXT NOT NULL, untilAt INTEGER) STRICT;`,
  `ALTER TABLE lines ADD COLUMN apart INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX linesApart ON lines (id) WHERE apart = 1;
   CREATE TABLE merged (name TEXT PRIMARY KEY) STRICT;`,
];
const lineRow = z.object({
  id: z.int(),
  timestamp: z.number(),
  loggerName: z.string(),
  level: z.int(),
  message: z.string(),
  stack: z.nullable(z.string()),
});
const levelRow = z.object({ name: z.string(), level: logLevel, untilAt: z.nullable(z.number()) });
const mergedRow = z.object({ name: z.string() });
const countRow = z.object({ count: z.int() });
const newestRow = z.object({ newest: z.nullable(z.int()) });

/** The last lines of the log, in a database of their own. A failing disk costs lines, never more. */
export class LogStore {
  readonly #path: string;
  readonly #maxLines: number;
  readonly #now: () => number;
  readonly #database: Database;
  #onProblem: (problem: string) => void = () => undefined;
  #waiting: StoredLogLine[] = [];
  #lost = 0;
  #total = 0;
  #failing = false;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(path: string, { maxLines = 50_000, now = Date.now }: LogStoreOptions = {}) {
    this.#path = path;
    this.#maxLines = maxLines;
    this.#now = now;
    this.#database = new Database(path, { migrations, durability: 'normal' });
  }

  /** Never fails: without a database lines wait until there is one. */
  start(): void {
    this.#attempt(() => {
      this.#open();
    });
    this.#plan();
  }

  /** Writes what waits, as far as the disk takes it. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#waiting.length > 0 && this.#flush());
    this.#stopped = true;
    this.#database.close();
  }

  /** Called when lines cannot be kept, once for each time that it begins. */
  onProblem(listener: (problem: string) => void): void {
    this.#onProblem = listener;
  }

  add(line: StoredLogLine): void {
    if (this.#stopped) return;
    this.#waiting.push(line);
    if (this.#waiting.length > mostWaiting) this.#lost += this.#waiting.splice(0, batchLines).length;
    this.#plan();
  }

  /** Newest first; with `after`, oldest first. What was just logged is included. */
  query(query: LogQuery): LogLines {
    this.#flush();
    const { limit, offset } = query;
    if (!this.#database.isOpen) return { items: [], metadata: { total: 0, matching: 0, limit, offset } };
    const { condition, values } = filterOf(query);
    const sql = `SELECT * FROM lines WHERE ${condition} ORDER BY ${orderOf(query)} LIMIT ? OFFSET ?`;
    const items = this.#database.all(sql, lineRow, ...values, limit, offset).map(lineOf);
    return { items, metadata: { total: this.#total, matching: this.#count(condition, values), limit, offset } };
  }

  /** Every line that matches now, oldest first, a part at a time: whoever takes them may pause in between. */
  *download(filters: LogFilters): Generator<LogLine[], void, void> {
    while (this.#waiting.length > 0 && this.#flush()) yield [];
    if (!this.#database.isOpen) return;
    const last = this.#database.get('SELECT max(id) AS newest FROM lines', newestRow)?.newest ?? 0;
    for (let after = 0; after < last && this.#database.isOpen;) {
      const { condition, values } = filterOf({ ...filters, after });
      const sql = `SELECT * FROM lines WHERE ${condition} AND id <= ? ORDER BY id LIMIT ?`;
      const lines = this.#database.all(sql, lineRow, ...values, last, downloadLines).map(lineOf);
      after = lines.length < downloadLines ? last : (lines.at(-1)?.id ?? last);
      yield lines;
    }
  }

  levels(): SetLevel[] {
    return this.#attempt(() => this.#database.all('SELECT * FROM levels', levelRow)) ?? [];
  }

  /** Where they cannot be kept, they hold until the restart. */
  keepLevels(levels: readonly SetLevel[]): void {
    this.#attempt(() => {
      this.#database.transaction(() => {
        this.#database.run('DELETE FROM levels');
        for (const { name, level, untilAt } of levels) {
          this.#database.run('INSERT INTO levels (name, level, untilAt) VALUES (?, ?, ?)', name, level, untilAt);
        }
      });
    });
  }

  /** Names of the loggers whose fine lines are not kept apart. */
  merged(): string[] {
    return this.#attempt(() => this.#database.all('SELECT name FROM merged', mergedRow).map(({ name }) => name)) ?? [];
  }

  /** Where it cannot be kept, it holds until the restart. */
  keepMerged(name: string, isMerged: boolean): void {
    const sql = isMerged ? 'INSERT OR IGNORE INTO merged (name) VALUES (?)' : 'DELETE FROM merged WHERE name = ?';
    this.#attempt(() => this.#database.run(sql, name));
  }

  #plan(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#flush();
      if (this.#waiting.length > 0) this.#plan();
    }, this.#delayMs()).unref();
  }

  #delayMs(): number {
    if (this.#failing) return retryMs;
    return this.#waiting.length > batchLines ? catchUpMs : flushMs;
  }

  /** One batch; whether the disk took it. */
  #flush(): boolean {
    if (this.#waiting.length === 0) return true;
    const batch = this.#waiting.slice(0, batchLines);
    const written = this.#attempt(() => {
      this.#open();
      this.#database.transaction(() => {
        if (this.#lost > 0) this.#insert(this.#lossNotice());
        batch.forEach((line) => {
          this.#insert(line);
        });
      });
      return true;
    });
    if (written !== true) return false;
    this.#waiting = this.#waiting.slice(batch.length);
    this.#total += batch.length + (this.#lost > 0 ? 1 : 0);
    this.#lost = 0;
    this.#attempt(() => {
      this.#trim();
    });
    return true;
  }

  #insert({ timestamp, loggerName, level, message, stack, apart }: StoredLogLine): void {
    const sql = 'INSERT INTO lines (timestamp, loggerName, level, message, stack, apart) VALUES (?, ?, ?, ?, ?, ?)';
    const text = stack?.join('\n') ?? null;
    this.#database.run(sql, timestamp, loggerName, rankOf(level), message, text, apart === true ? 1 : 0);
  }

  #lossNotice(): StoredLogLine {
    const message = `${String(this.#lost)} lines before this one could not be kept`;
    return { timestamp: this.#now(), loggerName: 'logging', level: 'WARN', message };
  }

  /** In steps: to make room line by line would cost as much as writing. */
  #trim(): void {
    if (this.#total <= this.#maxLines * 1.05) return;
    const sql = 'DELETE FROM lines WHERE id <= (SELECT max(id) FROM lines) - ?';
    this.#total -= this.#database.run(sql, this.#maxLines).changes;
  }

  #count(condition: string, values: (string | number)[]): number {
    if (condition === 'TRUE') return this.#total;
    // What is asked for most must not cost a look at every line.
    if (condition === notApart) return this.#total - this.#count('apart = 1', []);
    const sql = `SELECT count(*) AS count FROM lines WHERE ${condition}`;
    return this.#database.get(sql, countRow, ...values)?.count ?? 0;
  }

  #open(): void {
    if (this.#database.isOpen) return;
    this.#openSound();
    try {
      this.#database.define('lowercase', (text) => text.toLowerCase());
      this.#total = this.#count('id > ?', [0]);
      this.#raiseIds();
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** Lines of a damaged database are worth less than a gateway that logs. */
  #openSound(): void {
    try {
      this.#database.open();
    } catch (error) {
      if (!(error instanceof DamagedDatabaseError)) throw error;
      renameSync(this.#path, `${this.#path}.damaged`);
      ['-wal', '-shm'].forEach((suffix) => {
        rmSync(this.#path + suffix, { force: true });
      });
      this.#database.open();
      this.#onProblem(`${error.message}; it was moved away, the log starts anew`);
    }
  }

  /** A new database counts on from the time, above every id that readers have from the one before. */
  #raiseIds(): void {
    const newest = this.#database.get('SELECT max(seq) AS newest FROM sqlite_sequence', newestRow)?.newest ?? null;
    if (newest !== null) return;
    this.#database.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('lines', ?)", this.#now());
  }

  #attempt<T>(work: () => T): T | null {
    try {
      const result = work();
      this.#failing = false;
      return result;
    } catch (error) {
      const begins = !this.#failing;
      this.#failing = true;
      if (begins) this.#onProblem(`The log cannot be kept: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }
}

function lineOf({ level, stack, ...row }: z.infer<typeof lineRow>): LogLine {
  const line = { ...row, level: logLevel.options[level] ?? 'INFO' };
  return stack === null ? line : { ...line, stack: stack.split('\n') };
}
