import type { SnapshotRow } from '#contract/replication-frames';
import { resourceRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';

const pageRows = 500;

/** Everything that is configured, by type and name; only a page of it is in memory at once. */
export function* resourcesIn(database: Database): Generator<SnapshotRow> {
  let last = { type: '', name: '' };
  for (;;) {
    const sql = 'SELECT * FROM resources WHERE (type, name) > (?, ?) ORDER BY type, name LIMIT ?';
    const page = database.all(sql, resourceRow, last.type, last.name, pageRows);
    yield* page;
    last = page.at(-1) ?? last;
    if (page.length < pageRows) return;
  }
}
