import { position as positionSchema, type Position } from '#contract/replication-frames';
import * as z from 'zod/mini';
import { positionRow, putAsideRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';
import type { ResourceTable } from './resource-pages.ts';

/** The end of the log; where that is empty, what was written down last. `null`: there is no configuration yet. */
export function readPosition(database: Database): Position | null {
  const sql = `SELECT lineage, ifnull(last.revision, history.revision) AS revision,
      ifnull(last.hash, history.hash) AS hash
    FROM history LEFT JOIN (SELECT revision, hash FROM log ORDER BY revision DESC LIMIT 1) AS last`;
  return database.get(sql, positionRow);
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

/** Inside a transaction, where no change of the log led there. The lineage before and its end are kept. */
export function beginHistory(database: Database, position: Position, before: Position | null): Position {
  const { lineage, revision, hash } = position;
  database.run(
    `INSERT INTO history (id, lineage, revision, hash) VALUES (1, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      previousLineage = iif(lineage = excluded.lineage, previousLineage, lineage),
      previousRevision = iif(lineage = excluded.lineage, previousRevision, ?),
      previousHash = iif(lineage = excluded.lineage, previousHash, ?),
      lineage = excluded.lineage, revision = excluded.revision, hash = excluded.hash`,
    ...[lineage, revision, hash, before?.revision ?? null, before?.hash ?? null],
  );
  return position;
}
