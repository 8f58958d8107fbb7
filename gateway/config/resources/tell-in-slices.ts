import type { SnapshotRow } from '#contract/replication-frames';
import { resourceKeyRow, resourceRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';

/** So many are looked at in a turn of the event loop of its own, whether they were changed or not. */
const sliceRows = 250;

/** A disk that could not be read is asked again, ms. */
const retryMs = 1000;

/** Hands over every resource that was changed after a revision, as it is now, for as long as the database is open. */
export function tellInSlices(
  database: Pick<Database, 'isOpen' | 'all' | 'get'>,
  after: number,
  listener: (rows: SnapshotRow[]) => void,
): void {
  let last = { type: '', name: '' };
  const tell = (): void => {
    if (!database.isOpen) return;
    const slice = readSlice(database, after, last);
    if (slice === null) return void setTimeout(tell, retryMs).unref();
    if (slice.rows.length > 0) listener(slice.rows);
    if (slice.end === null) return;
    last = slice.end;
    setImmediate(tell);
  };
  tell();
}

/** `end`: the last one that was looked at; `null`: there are no more. Gives `null` where the disk cannot be read. */
function readSlice(database: Pick<Database, 'all' | 'get'>, after: number, last: { type: string; name: string }) {
  const keys = 'SELECT type, name FROM resources WHERE (type, name) > (?, ?) ORDER BY type, name LIMIT';
  const sql = `SELECT * FROM resources WHERE (type, name) IN (${keys} ${sliceRows}) AND revision > ?
    ORDER BY type, name`;
  try {
    const rows = database.all(sql, resourceRow, last.type, last.name, after);
    const end = database.get(`${keys} 1 OFFSET ${sliceRows - 1}`, resourceKeyRow, last.type, last.name);
    return { rows, end };
  } catch {
    return null;
  }
}
