import type { SnapshotRow } from '#contract/replication-frames';
import { resourceKeyRow, resourceRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';

/** So many are looked at in a turn of the event loop of its own, whether they were changed or not. */
const sliceRows = 250;

/** Hands over every resource that was changed after a revision, as it is now, for as long as the database is open. */
export function tellInSlices(database: Database, after: number, listener: (rows: SnapshotRow[]) => void): void {
  let last = { type: '', name: '' };
  const tell = (): void => {
    if (!database.isOpen) return;
    const keys = 'SELECT type, name FROM resources WHERE (type, name) > (?, ?) ORDER BY type, name LIMIT';
    const sql = `SELECT * FROM resources WHERE (type, name) IN (${keys} ${sliceRows}) AND revision > ?
      ORDER BY type, name`;
    const rows = database.all(sql, resourceRow, last.type, last.name, after);
    if (rows.length > 0) listener(rows);
    const end = database.get(`${keys} 1 OFFSET ${sliceRows - 1}`, resourceKeyRow, last.type, last.name);
    if (end === null) return;
    last = end;
    setImmediate(tell);
  };
  tell();
}
