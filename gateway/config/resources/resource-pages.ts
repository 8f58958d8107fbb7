import type { SnapshotRow } from '#contract/replication-frames';
import { resourceRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';

/** What is configured, or what is put aside whole. */
export type ResourceTable = 'resources' | 'whole';

const pageRows = 500;

/** Everything in the table, by type and name; only a page of it is in memory at once. */
export function* resourcesIn(database: Database, table: ResourceTable): Generator<SnapshotRow> {
  let last = { type: '', name: '' };
  for (;;) {
    const sql = `SELECT * FROM ${table} WHERE (type, name) > (?, ?) ORDER BY type, name LIMIT ?`;
    const page = database.all(sql, resourceRow, last.type, last.name, pageRows);
    yield* page;
    last = page.at(-1) ?? last;
    if (page.length < pageRows) return;
  }
}
