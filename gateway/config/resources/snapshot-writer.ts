import { closeSync, openSync, writeSync } from 'node:fs';
import type { SnapshotManifest, SnapshotRow } from '#contract/replication-frames';
import { digestOf, snapshotId } from './config-chain.ts';
import { readStanding } from './config-position.ts';
import { configMigrations } from './config-tables.ts';
import { resourcesIn, type ResourceTable } from './resource-pages.ts';
import { Database } from '../disk/database.ts';

/** Where a part stands in the file. */
export interface StoredPart {
  offset: number;
  bytes: number;
  digest: string;
}

export interface WrittenSnapshot {
  manifest: SnapshotManifest;
  parts: StoredPart[];
}

/** Small enough that neither node's event loop notices a part. */
const partBytes = 128_000;

/**
 * Writes the whole configuration that this node answers for, as it is at one instant, into a file of parts. Takes long
 * where there is much: it is done in a worker. Throws where there is no configuration yet, or no room.
 */
export function writeSnapshot(path: string, target: string): WrittenSnapshot {
  const database = new Database(path, { migrations: configMigrations });
  database.open();
  const file = openSync(target, 'w', 0o600);
  try {
    database.holdReads();
    const { table, position } = readStanding(database);
    if (position === null) throw new Error('There is no configuration yet');
    const parts: StoredPart[] = [];
    let [offset, rows] = [0, 0];
    for (const part of partsOf(database, table)) {
      const text = JSON.stringify(part);
      const bytes = writeSync(file, text);
      parts.push({ offset, bytes, digest: digestOf(text) });
      offset += bytes;
      rows += part.length;
    }
    const digests = parts.map(({ digest }) => digest);
    return {
      manifest: { id: snapshotId(position, digests), position, parts: parts.length, rows, bytes: offset },
      parts,
    };
  } finally {
    closeSync(file);
    database.close();
  }
}

/** In the order of their names; at least one part, and equal ones for equal configurations. */
function* partsOf(database: Database, table: ResourceTable): Generator<SnapshotRow[]> {
  let part: SnapshotRow[] = [];
  let bytes = 0;
  for (const row of resourcesIn(database, table)) {
    part.push(row);
    bytes += row.value.length + row.name.length + 150;
    if (bytes < partBytes) continue;
    yield part;
    [part, bytes] = [[], 0];
  }
  yield part;
}
