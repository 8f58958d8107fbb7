import { position as positionSchema, type Position } from '#contract/replication-frames';
import * as z from 'zod/mini';
import { positionRow, putAsideRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';
import type { ResourceTable } from './resource-pages.ts';

/** `null`: there is no configuration yet. */
export function readPosition(database: Database): Position | null {
  return database.get('SELECT lineage, revision, hash FROM position', positionRow);
}

/** Where that stands which is here whole, put aside until it is taken; `null`: nothing is. */
export function readPutAside(database: Database): Position | null {
  const aside = database.get('SELECT manifest, position FROM put_aside', putAsideRow);
  return aside === null ? null : z.parse(positionSchema, JSON.parse(aside.position));
}

/** All that was acknowledged: what is put aside whole, else the configuration. The table, and where it stands. */
export function readStanding(database: Database): { table: ResourceTable; position: Position | null } {
  const position = readPutAside(database);
  return position === null ? { table: 'resources', position: readPosition(database) } : { table: 'whole', position };
}

/** Inside a transaction. The lineage before and its end are kept. */
export function movePosition(database: Database, position: Position): Position {
  const { lineage, revision, hash } = position;
  database.run(
    `INSERT INTO position (id, lineage, revision, hash) VALUES (1, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      previousLineage = iif(lineage = excluded.lineage, previousLineage, lineage),
      previousRevision = iif(lineage = excluded.lineage, previousRevision, revision),
      previousHash = iif(lineage = excluded.lineage, previousHash, hash),
      lineage = excluded.lineage, revision = excluded.revision, hash = excluded.hash`,
    ...[lineage, revision, hash],
  );
  return position;
}
