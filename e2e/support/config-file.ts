import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Gateway } from './gateway.ts';

/** What the file of a node's configuration holds, read past the gateway. */
export interface ConfigFile {
  position: { lineage: string; revision: number; hash: string } | null;
  /** Text of each tag by its name. */
  texts: Map<string, string>;
  /** Of every resource, with revision and author. */
  digest: string;
}

interface LogRow {
  revision: number;
  previousHash: string;
  hash: string;
  type: string;
  name: string;
  value: string | null;
}

interface ResourceRow {
  type: string;
  name: string;
  value: string;
  revision: number;
  author: string;
  changedAt: number;
}

/** Reads what a process that was killed has left, from a copy. Throws when it does not hold together. */
export function readConfigFile({ options: { dataDirectory } }: Gateway): ConfigFile {
  const copy = mkdtempSync(join(tmpdir(), 'understudy-copy-'));
  try {
    // Without the shared memory, as after a loss of power: SQLite makes it anew from the log.
    for (const name of ['config.db', 'config.db-wal']) {
      if (existsSync(join(dataDirectory, name))) copyFileSync(join(dataDirectory, name), join(copy, name));
    }
    const database = new DatabaseSync(join(copy, 'config.db'));
    try {
      return contentOf(database);
    } finally {
      database.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function contentOf(database: DatabaseSync): ConfigFile {
  const check = database.prepare('PRAGMA integrity_check').get() as { integrity_check: string };
  if (check.integrity_check !== 'ok') throw new Error(`The database is damaged: ${check.integrity_check}`);
  const begun = (database.prepare('SELECT lineage, revision, hash FROM history').get() ??
    null) as ConfigFile['position'];
  const rows = database.prepare('SELECT * FROM resources ORDER BY type, name').all() as unknown as ResourceRow[];
  const last = lastOfLog(database, begun, rows);
  const position = begun === null || last === null ? begun : { ...begun, revision: last.revision, hash: last.hash };
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  return { position, texts: new Map(rows.map(({ name, value }) => [name, textIn(value)])), digest };
}

/** No gap in the log, each row continues the one before or the place it began at, and resources follow from it. */
function lastOfLog(database: DatabaseSync, begun: ConfigFile['position'], resources: ResourceRow[]): LogRow | null {
  const rows = database.prepare('SELECT * FROM log ORDER BY revision').all() as unknown as LogRow[];
  const latest = new Map<string, LogRow>();
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    const follows = before === undefined || (before.revision + 1 === row.revision && before.hash === row.previousHash);
    if (!follows) throw new Error(`Change ${row.revision} does not continue the log`);
    latest.set(`${row.type} ${row.name}`, row);
  });
  const last = rows.at(-1) ?? null;
  const next = rows.find(({ revision }) => revision > (begun?.revision ?? 0));
  if (last !== null && (begun === null || last.revision < begun.revision)) {
    throw new Error(`The log ends at ${last.revision}, before its history began at ${begun?.revision}`);
  }
  if (next !== undefined && next.revision === (begun?.revision ?? 0) + 1 && next.previousHash !== begun?.hash) {
    throw new Error(`Change ${next.revision} does not continue where the history began`);
  }
  const present = new Map(resources.map((each) => [`${each.type} ${each.name}`, each]));
  for (const [key, row] of latest) {
    const there = present.get(key) ?? null;
    if (there?.value !== (row.value ?? undefined)) throw new Error(`${key} is not what the log says`);
  }
  return last;
}

function textIn(value: string): string {
  return (JSON.parse(value) as { description?: string }).description ?? '';
}
