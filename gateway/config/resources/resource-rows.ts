import type { LogRow } from '#contract/replication-frames';
import type { Database } from '../disk/database.ts';

const put = (table: string) =>
  `INSERT INTO ${table} (provider, type, name, value, revision, author, changedAt) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET provider = excluded.provider, value = excluded.value, revision = excluded.revision,
    author = excluded.author, changedAt = excluded.changedAt`;
const puts = { resources: put('resources'), whole: put('whole') };

/** Inside a transaction: what a change makes of a resource. */
export function putResource(database: Database, table: 'resources' | 'whole', row: LogRow): void {
  const { provider, type, name, value, revision, author, at } = row;
  if (value === null) {
    database.run(`DELETE FROM ${table} WHERE type = ? AND name = ?`, type, name);
    return;
  }
  database.run(puts[table], ...[provider, type, name, value, revision, author, at]);
}
