import { renameSync, rmSync } from 'node:fs';
import type { Position } from '#contract/replication-frames';
import { readStanding } from './config-position.ts';
import { configMigrations } from './config-tables.ts';
import { writeResourceFile } from './resource-file-writer.ts';
import { Database } from '../disk/database.ts';

/** What was kept. `position`: where the node stood; `modules`: the hashes of their files. */
export interface KeptCopy {
  position: Position | null;
  resources: number;
  modules: string[];
}

/**
 * Keeps what this node answers for, as it is at one instant, twice: `target`.db, a copy of the whole database, and
 * `target`.json, the file that a gateway imports. The second is there only when both are whole.
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
    const { table, position } = readStanding(copy);
    const { resources, modules } = writeResourceFile(copy, `${target}.part`, { table, flushed: true });
    renameSync(`${target}.part`, `${target}.json`);
    return { position, resources, modules };
  } finally {
    copy.close();
  }
}
