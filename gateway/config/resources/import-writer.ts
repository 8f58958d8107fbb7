import type { Position } from '#contract/replication-frames';
import { providerOfType, type ResourceFile } from '#contract/resources';
import * as z from 'zod/mini';
import type { BesideOrder } from './beside-order.ts';
import { changeTriggers } from './change-triggers.ts';
import { follow } from './config-chain.ts';
import { ConfigLog } from './config-log.ts';
import { readPosition } from './config-position.ts';
import { configMigrations } from './config-tables.ts';
import { Database } from '../disk/database.ts';
import { requireFile } from './required-file.ts';

type FileResource = ResourceFile['resources'][number];

const valueRow = z.object({ value: z.string() });

/**
 * Writes resources into the configuration of another thread, which waits meanwhile: all of them or none, each under a
 * revision of its own. What is equal already is left alone. However many there are, only their names are all in memory.
 */
export function writeImport(
  { path, logBytes, epoch, modules }: BesideOrder & { modules: readonly string[] },
  author: string,
  /** `isNew`: nothing of that name came before. */
  resourcesOf: (isNew: (type: string, name: string) => boolean) => Iterable<FileResource>,
): void {
  const database = new Database(path, { migrations: configMigrations, connection: changeTriggers });
  database.open();
  const log = new ConfigLog(database, logBytes);
  try {
    database.script('CREATE TEMP TABLE named (type TEXT, name TEXT, PRIMARY KEY (type, name)) WITHOUT ROWID');
    const isNew = (type: string, name: string) =>
      database.run('INSERT OR IGNORE INTO named VALUES (?, ?)', type, name).changes > 0;
    database.transaction(() => {
      const position = readPosition(database);
      if (position === null) throw new Error('There is no history to write in');
      let end: Position = position;
      for (const { type, name, value } of resourcesOf(isNew)) {
        const text = JSON.stringify(value);
        const sql = 'SELECT value FROM resources WHERE type = ? AND name = ?';
        if (database.get(sql, valueRow, type, name)?.value === text) continue;
        const change = { provider: providerOfType[type], type, name, value: text };
        requireFile(change, (sha256) => modules.includes(sha256));
        const place = { revision: end.revision + 1, previousHash: end.hash };
        const row = { ...change, ...place, epoch, author, at: Date.now() };
        end = follow(end, row);
        log.append(row, end.hash);
        log.trim();
      }
    });
  } finally {
    database.close();
  }
}
