import { basename } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { GatewayError } from '../../errors.ts';
import { exitCodes, StartError } from '../../exit-codes.ts';

export interface DatabaseOptions {
  /** SQL scripts; the number of those already run is kept in `user_version`. Append only. */
  migrations: readonly string[];
  /** SQL script, run whenever the file is opened: for what lives no longer than the connection. */
  connection?: string;
  /** `full`: a commit survives a power cut. `normal`: it survives the death of the process (for logs). */
  durability?: 'full' | 'normal';
}

/** The file is no database, or its pages contradict each other. */
export class DamagedDatabaseError extends StartError {}

const resultCodes = { busy: 5, readOnly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, notDatabase: 26 };
const unwritable = [resultCodes.readOnly, resultCodes.io, resultCodes.full, resultCodes.cannotOpen];
const damaged = [resultCodes.corrupt, resultCodes.notDatabase];
const userVersion = z.object({ user_version: z.int() });
const journalMode = z.object({ journal_mode: z.string() });

/** One SQLite file in WAL mode with one writer: this process. Rows are parsed by the schema given with each query. */
export class Database {
  readonly #path: string;
  readonly #options: DatabaseOptions;
  readonly #statements = new Map<string, StatementSync>();
  readonly #functions = new Map<string, (text: string) => string>();
  #handle: DatabaseSync | null = null;
  /** On a full disk nobody else can read beside this one. */
  #isAlone = false;

  constructor(path: string, options: DatabaseOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Throws a `StartError` in words for a person. */
  open(): void {
    try {
      this.#openWith('normal');
    } catch (error) {
      this.#release();
      if (!unwritable.includes(resultCode(error))) throw this.#startError(error);
      this.#openWithoutSharedMemory();
    }
  }

  close(): void {
    this.#functions.clear();
    this.#release();
  }

  /** Where it was opened on a full disk, and there may be room again: others can read beside this one then. */
  share(): void {
    if (!this.#isAlone || this.#handle?.isTransaction === true) return;
    this.#release();
    this.open();
  }

  get isOpen(): boolean {
    return this.#handle !== null;
  }

  all<T>(sql: string, row: z.core.$ZodType<T>, ...values: SQLInputValue[]): T[] {
    return this.#guard(() => this.#statement(sql).all(...values)).map((found) => z.parse(row, found));
  }

  /** The first row, or `null`. */
  get<T>(sql: string, row: z.core.$ZodType<T>, ...values: SQLInputValue[]): T | null {
    const found = this.#guard(() => this.#statement(sql).get(...values));
    return found === undefined ? null : z.parse(row, found);
  }

  run(sql: string, ...values: SQLInputValue[]): { changes: number; lastId: number } {
    const { changes, lastInsertRowid } = this.#guard(() => this.#statement(sql).run(...values));
    this.share();
    return { changes: Number(changes), lastId: Number(lastInsertRowid) };
  }

  /** All or nothing; a transaction inside another one joins it. What was committed is durable as the options say. */
  transaction<T>(work: () => T): T {
    const database = this.#open();
    if (database.isTransaction) return work();
    const done = this.#guard(() => {
      this.#statement('BEGIN IMMEDIATE').run();
      try {
        const result = work();
        this.#statement('COMMIT').run();
        return result;
      } catch (error) {
        // A full disk makes SQLite roll back by itself.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    });
    this.share();
    return done;
  }

  /** As `transaction`; a power cut may undo it, until something else is committed. */
  lightTransaction<T>(work: () => T): T {
    if (this.#options.durability === 'normal') return this.transaction(work);
    this.#open().exec('PRAGMA synchronous = NORMAL');
    try {
      return this.transaction(work);
    } finally {
      this.#open().exec('PRAGMA synchronous = FULL');
    }
  }

  /** For what changes tables. */
  script(sql: string): void {
    this.#guard(() => this.#open().exec(sql));
  }

  /** From now on every read sees the same state, until the database is closed. It must not be written meanwhile. */
  holdReads(): void {
    this.#open().exec('BEGIN');
  }

  /** Makes a function of text known to SQL, until the database is closed. Slow: it is called for every row. */
  define(name: string, work: (text: string) => string): void {
    this.#functions.set(name, work);
    this.#teach(name, work);
  }

  #teach(name: string, work: (text: string) => string): void {
    this.#open().function(name, { deterministic: true }, (text) => work(String(text)));
  }

  #openWith(lockingMode: 'normal' | 'exclusive'): void {
    const database = new DatabaseSync(this.#path, { timeout: 250 });
    this.#handle = database;
    this.#isAlone = lockingMode === 'exclusive';
    database.exec(`PRAGMA locking_mode = ${lockingMode}`);
    const mode = this.get('PRAGMA journal_mode = WAL', journalMode)?.journal_mode;
    if (mode !== 'wal') throw new Error(`Journal mode ${String(mode)} instead of wal`);
    database.exec(`PRAGMA synchronous = ${this.#options.durability === 'normal' ? 'NORMAL' : 'FULL'}`);
    this.#migrate();
    if (this.#options.connection !== undefined) database.exec(this.#options.connection);
    for (const [name, work] of this.#functions) this.#teach(name, work);
  }

  /** A full disk has no room for the shared index of the log. Without sharing it is kept in memory: a node that
   * is started on a full disk can still read, and writes again as soon as there is room. */
  #openWithoutSharedMemory(): void {
    try {
      this.#openWith('exclusive');
    } catch (error) {
      this.#release();
      throw this.#startError(error);
    }
  }

  #release(): void {
    this.#statements.clear();
    this.#handle?.close();
    this.#handle = null;
  }

  #migrate(): void {
    const { migrations } = this.#options;
    const version = this.get('PRAGMA user_version', userVersion)?.user_version ?? 0;
    if (version > migrations.length) {
      const message = `${this.#path} was written by a newer version of Understudy (schema ${String(version)})`;
      throw new StartError(exitCodes.directoryUnusable, message);
    }
    migrations.slice(version).forEach((script, done) => {
      this.transaction(() => {
        this.#open().exec(`${script}; PRAGMA user_version = ${String(version + done + 1)}`);
      });
    });
  }

  #open(): DatabaseSync {
    if (this.#handle === null) throw new Error(`${this.#path} is not open`);
    return this.#handle;
  }

  /** Statements are kept: the SQL texts of the program are a fixed set. */
  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#open().prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const code = resultCode(error);
      if (error instanceof StorageError || !(error instanceof Error) || !unwritable.includes(code)) throw error;
      throw new StorageError(`${basename(this.#path)}: ${error.message}`, code);
    }
  }

  #startError(error: unknown): StartError {
    if (error instanceof StartError) return error;
    const words = error instanceof Error ? error.message : String(error);
    if (damaged.includes(resultCode(error))) {
      return new DamagedDatabaseError(exitCodes.directoryUnusable, `${this.#path} is damaged: ${words}`);
    }
    return new StartError(exitCodes.directoryUnusable, `${this.#path} cannot be opened: ${words}`);
  }
}

/**
 * Holds a file so that no second process can: until `release`, or until this process ends, however it ends. `null`:
 * somebody else holds it. Works on a full disk, except the very first time.
 */
export function lockFile(path: string): { release: () => void } | null {
  // The wait is for a predecessor that was killed and is not quite gone.
  const database = new DatabaseSync(path, { timeout: 500 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    // An empty file cannot be locked on a full disk; one with a page can.
    const { user_version: version } = z.parse(userVersion, database.prepare('PRAGMA user_version').get());
    if (version === 0) database.exec('PRAGMA user_version = 1; COMMIT; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (resultCode(error) === resultCodes.busy) return null;
    throw error;
  }
  return {
    release: () => {
      database.close();
    },
  };
}

/** A `storageFailed` that remembers SQLite's result code. */
class StorageError extends GatewayError {
  readonly errcode: number;

  constructor(detail: string, errcode: number) {
    super('storageFailed', { detail });
    this.errcode = errcode;
  }
}

/** The disk refuses, or somebody else holds the file: nothing is wrong with what was to be written. */
export function isRefusedByStorage(error: unknown): boolean {
  if (error instanceof GatewayError && error.code === 'storageFailed') return true;
  return resultCode(error) === resultCodes.busy;
}

/** SQLite's primary result code; 0 for an error of another kind. */
function resultCode(error: unknown): number {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return 0;
  return error.errcode & 0xff;
}
