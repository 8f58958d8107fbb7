import type { Position } from '#contract/replication-frames';
import { positionRow } from './config-tables.ts';
import type { Database } from '../disk/database.ts';

/** `null`: there is no configuration yet. */
export function readPosition(database: Database): Position | null {
  return database.get('SELECT lineage, revision, hash FROM position', positionRow);
}

/** Inside a transaction. The lineage before and its end are kept. */
export function movePosition(database: Database, { lineage, revision, hash }: Position): void {
  database.run(
    `INSERT INTO position (id, lineage, revision, hash) VALUES (1, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      previousLineage = iif(lineage = excluded.lineage, previousLineage, lineage),
      previousRevision = iif(lineage = excluded.lineage, previousRevision, revision),
      previousHash = iif(lineage = excluded.lineage, previousHash, hash),
      lineage = excluded.lineage, revision = excluded.revision, hash = excluded.hash`,
    ...[lineage, revision, hash],
  );
}
