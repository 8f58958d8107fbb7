import { closeSync, fsyncSync, openSync } from 'node:fs';
import type { SnapshotRow } from '#contract/replication-frames';
import { whatAFileHolds } from '#contract/resources';
import { configMigrations } from './config-tables.ts';
import { moduleHashes } from './module-hashes.ts';
import { resourcesIn, type ResourceTable } from './resource-pages.ts';
import { Database } from '../disk/database.ts';
import { writeAll } from '../disk/durable-file.ts';

/** `modules`: the hashes of their files. */
export interface WrittenFile {
  resources: number;
  bytes: number;
  modules: string[];
}

/** So much text is put together for one write. */
const chunkLength = 256_000;

/** Writes the file of resources that a gateway imports out of the configuration at `path`, as it is at one instant. */
export function writeExport(path: string, target: string): WrittenFile {
  const database = new Database(path, { migrations: configMigrations });
  database.open();
  try {
    database.holdReads();
    return writeResourceFile(database, target, { table: 'resources', flushed: false });
  } finally {
    database.close();
  }
}

/**
 * Takes long where there is much, and never holds more than a part of it: it is done in a worker. Types are those of
 * the version that wrote them: the importing one checks them. `flushed`: it is on disk when it returns; what only
 * passes through keeps nobody else who writes to this disk waiting.
 */
export function writeResourceFile(
  database: Database,
  target: string,
  { table, flushed }: { table: ResourceTable; flushed: boolean },
): WrittenFile {
  const file = openSync(target, 'w', 0o600);
  try {
    const written: WrittenFile = { resources: 0, bytes: 0, modules: [] };
    for (const text of chunksOf(textsOf(resourcesIn(database, table), written))) {
      const bytes = Buffer.from(text);
      writeAll(file, bytes, written.bytes);
      written.bytes += bytes.length;
    }
    if (flushed) fsyncSync(file);
    return written;
  } finally {
    closeSync(file);
  }
}

/** Counts what it gives. */
function* textsOf(resources: Iterable<SnapshotRow>, written: WrittenFile): Generator<string> {
  const head = { format: 'understudy-resources', version: 1, holds: whatAFileHolds, resources: [] };
  yield JSON.stringify(head).slice(0, -']}'.length);
  for (const row of resources) {
    const { type, name, value } = row;
    const text = JSON.stringify({ type, name, value: JSON.parse(value) as unknown });
    yield written.resources === 0 ? text : `,${text}`;
    written.resources += 1;
    written.modules.push(...moduleHashes([row]));
  }
  yield ']}';
}

function* chunksOf(texts: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const text of texts) {
    chunk += text;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
