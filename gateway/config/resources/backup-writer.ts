import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Position, SnapshotRow } from '#contract/replication-frames';
import { type ResourceFile, whatAFileHolds } from '#contract/resources';
import { readPosition } from './config-position.ts';
import { configMigrations, resourceRow } from './config-tables.ts';
import { moduleHashes } from './module-hashes.ts';
import { Database } from '../disk/database.ts';

/** What was kept. `position`: where the node stood; `modules`: the hashes of their files. */
export interface KeptCopy {
  position: Position | null;
  resources: number;
  modules: string[];
}

/**
 * Keeps the configuration as it is at one instant twice: `target`.db, a copy of the whole database, and `target`.json,
 * the file that a gateway imports. The second is there only when both are whole.
 */
export function writeBackup(path: string, target: string): KeptCopy {
  rmSync(`${target}.db`, { force: true });
  const source = new Database(path, { migrations: configMigrations });
  source.open();
  try {
    source.run('VACUUM INTO ?', `${target}.db`);
  } finally {
    source.close();
  }
  const copy = new Database(`${target}.db`, { migrations: configMigrations });
  copy.open();
  try {
    const rows = copy.all('SELECT * FROM resources ORDER BY type, name', resourceRow);
    writeFileSync(`${target}.part`, JSON.stringify(fileOf(rows)), { mode: 0o600, flush: true });
    renameSync(`${target}.part`, `${target}.json`);
    const position = readPosition(copy);
    return { position, resources: rows.length, modules: moduleHashes(rows) };
  } finally {
    copy.close();
  }
}

/** Types are those of the version that wrote them: the importing one checks them. */
function fileOf(rows: readonly SnapshotRow[]): Omit<ResourceFile, 'resources'> & { resources: unknown[] } {
  const resources = rows.map(({ type, name, value }) => ({ type, name, value: JSON.parse(value) as unknown }));
  return { format: 'understudy-resources', version: 1, holds: whatAFileHolds, resources };
}
