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
  const columns = 'at, severity, reasonCode, reason, provider, nodeId';
  const insert = database.prepare(`INSERT INTO events (${columns}) VALUES (?, ?, 'stalled', ?, NULL, ?)`);
  database.exec('BEGIN');
  for (let at = 0; at < count; at += 1) {
    const reason = `Event ${at + 1} of ${count}${at % 7 === 0 ? ': a longer one, '.padEnd(160, 'told in more words ') : ''}`;
    insert.run(lastAt - (count - at) * 60_000, severities[at % severities.length] ?? 'info', reason, nodeId);
  }
  database.exec('COMMIT');
  database.close();
}
