import type { SnapshotRow } from '#contract/replication-frames';
import { resourceRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';

/** So many at a time, each in a turn of the event loop of its own. */
const sliceRows = 250;

/** Hands over every resource that was changed after a revision, as it is now, for as long as the database is open. */
export function tellInSlices(database: Database, after: number, listener: (rows: SnapshotRow[]) => void): void {
  let last = { type: '', name: '' };
  const tell = (): void => {
    if (!database.isOpen) return;
    const sql = `SELECT * FROM resources WHERE revision > ? AND (type, name) > (?, ?) ORDER BY type, name LIMIT ?`;
    const rows = database.all(sql, resourceRow, after, last.type, last.name, sliceRows);
    if (rows.length > 0) listener(rows);
    last = rows.at(-1) ?? last;
    if (rows.length === sliceRows) setImmediate(tell);
  };
  tell();
}
