import { randomUUID } from 'node:crypto';
import { nameRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';

/** Rows that are removed in one go, and how long it then rests, ms: nobody waits for it. */
const sliceRows = 250;
const restMs = 40;
/** After a failure, ms. */
const retryMs = 30_000;
const keys = { resources: 'type, name', log: 'revision' };

/**
 * Tables that were exchanged for others. To rename one is done at once, however large it is; its rows are removed
 * little by little, so that the event loop never waits for it.
 */
export class RetiredTables {
  readonly #database: Database;
  #timer: NodeJS.Timeout | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Inside a transaction: the name of the table is free afterwards. */
  retire(table: string, like: keyof typeof keys): void {
    this.#database.script(`ALTER TABLE ${table} RENAME TO retired_${like}_${randomUUID().replaceAll('-', '')}`);
  }

  /** Goes on until there is nothing left. */
  sweep(): void {
    this.#rest(restMs);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #slice(): void {
    this.#timer = null;
    const sql = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'retired!_%' ESCAPE '!' LIMIT 1`;
    try {
      const table = this.#database.get(sql, nameRow)?.name;
      if (table === undefined) return;
      this.#database.lightTransaction(() => this.#remove(table));
      this.sweep();
    } catch {
      // A full disk, or one that cannot be read: what it holds on to would take the room that is missing.
      this.#rest(retryMs);
    }
  }

  #rest(ms: number): void {
    this.#timer ??= setTimeout(() => this.#slice(), ms).unref();
  }

  #remove(table: string): void {
    const key = table.startsWith('retired_log') ? keys.log : keys.resources;
    const sql = `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} LIMIT ${sliceRows})`;
    if (this.#database.run(sql).changes === 0) this.#database.script(`DROP TABLE ${table}`);
  }
}
