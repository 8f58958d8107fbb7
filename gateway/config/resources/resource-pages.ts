import type { SnapshotRow } from '#contract/replication-frames';
import { numberRow, resourceRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';

/** What is configured, or what is put aside whole. */
export type ResourceTable = 'resources' | 'whole';

/** `search`: in the name, wherever it stands and in capitals or not. */
export interface PageQuery {
  search: string;
  limit: number;
  offset: number;
}

/** `matching`: how many the search finds. `total`: how many there are of that type. */
export interface ResourcePage {
  items: SnapshotRow[];
  matching: number;
  total: number;
}

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

/** A page of what is configured of a type, in the order of the names. */
export function resourcePage(database: Database, type: string, { search, limit, offset }: PageQuery): ResourcePage {
  const condition = 'type = ? AND instr(lower(name), lower(?)) > 0';
  const sql = `SELECT * FROM resources WHERE ${condition} ORDER BY name LIMIT ? OFFSET ?`;
  const items = database.all(sql, resourceRow, type, search, limit, offset);
  const count = (what: string, ...values: string[]) =>
    database.get(`SELECT count(*) AS number FROM resources WHERE ${what}`, numberRow, ...values)?.number ?? 0;
  return { items, matching: count(condition, type, search), total: count('type = ?', type) };
}
