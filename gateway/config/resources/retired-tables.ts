import { randomUUID } from 'node:crypto';
import { nameRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';

/** Rows that are removed in one go, and how long it then rests, ms: nobody waits for it. */
const sliceRows = 250;
const restMs = 40;
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
    this.#timer ??= setTimeout(() => this.#slice(), restMs).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #slice(): void {
    this.#timer = null;
    const sql = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'retired!_%' ESCAPE '!' LIMIT 1`;
    const table = this.#database.get(sql, nameRow)?.name;
    if (table === undefined) return;
    try {
      this.#database.lightTransaction(() => this.#remove(table));
    } catch {
      // A full disk: it is tried again when the next table is retired, and at the next start.
      return;
    }
    this.sweep();
  }

  #remove(table: string): void {
    const key = table.startsWith('retired_log') ? keys.log : keys.resources;
    const sql = `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} LIMIT ${sliceRows})`;
    if (this.#database.run(sql).changes === 0) this.#database.script(`DROP TABLE ${table}`);
  }
}
