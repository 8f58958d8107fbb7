import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Gateway } from './gateway.ts';

const severities = ['info', 'info', 'info', 'warning', 'error'] as const;

/**
 * Writes so many events into the database of a gateway, a minute apart: as one that ran for a week would have. The last
 * one is an hour old, unless it is said. `nodeId`: whose they are.
 */
export function writeEvents(
  { options }: Gateway,
  nodeId: string,
  count: number,
  lastAt = Date.now() - 3_600_000,
): void {
  const database = new DatabaseSync(join(options.dataDirectory, 'redundancy.db'));
  const columns = 'provider, origin, sequence, at, value';
  const insert = database.prepare(`INSERT INTO records (${columns}) VALUES ('events', ?, ?, ?, ?)`);
  const last = `SELECT coalesce(max(sequence), 0) AS last FROM records WHERE provider = 'events' AND origin = ?`;
  const before = Number(database.prepare(last).get(nodeId)?.['last'] ?? 0);
  database.exec('BEGIN');
  for (let at = 0; at < count; at += 1) {
    const reason = `Event ${at + 1} of ${count}${at % 7 === 0 ? ': a longer one, '.padEnd(160, 'told in more words ') : ''}`;
    const severity = severities[at % severities.length] ?? 'info';
    const value = JSON.stringify({ severity, reasonCode: 'stalled', reason, provider: null });
    insert.run(nodeId, before + at + 1, lastAt - (count - at) * 60_000, value);
  }
  database.exec('COMMIT');
  database.close();
}
