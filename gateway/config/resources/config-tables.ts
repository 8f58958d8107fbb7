import * as z from 'zod/mini';
import { logRow, position, snapshotManifest, snapshotRow } from '#contract/replication-frames';

const resourceColumns = `provider TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  revision INTEGER NOT NULL, author TEXT NOT NULL, changedAt REAL NOT NULL, PRIMARY KEY (type, name)`;
const logColumns = `revision INTEGER PRIMARY KEY, provider TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL,
  value TEXT, epoch TEXT, author TEXT NOT NULL, at REAL NOT NULL, previousHash TEXT NOT NULL, hash TEXT NOT NULL,
  bytes INTEGER NOT NULL`;

/** What comes of a full synchronisation; what came whole, and the changes after it. */
export const asideTables = {
  staged: `CREATE TABLE staged (${resourceColumns}) STRICT`,
  whole: `CREATE TABLE whole (${resourceColumns}) STRICT`,
  whole_log: `CREATE TABLE whole_log (${logColumns}) STRICT`,
};

const isWhole = 'WHERE EXISTS (SELECT 1 FROM stage WHERE position IS NOT NULL)';

/** An ordinary table: a row of 1 kB stays on its page, where an index without rowids would need pages of its own. */
const exchanged = (table: string) =>
  `ALTER TABLE ${table} RENAME TO former_${table};
   CREATE TABLE ${table} (${resourceColumns}) STRICT;
   INSERT INTO ${table} SELECT * FROM former_${table} ORDER BY type, name;
   DROP TABLE former_${table};`;

/** The tables of `config.db`: what both nodes hold, the log of its changes, and where this node stands in it. */
export const configMigrations: readonly string[] = [
  `CREATE TABLE resources (
     provider TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, revision INTEGER NOT NULL,
     author TEXT NOT NULL, changedAt REAL NOT NULL, PRIMARY KEY (type, name)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE staged (
     provider TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, revision INTEGER NOT NULL,
     author TEXT NOT NULL, changedAt REAL NOT NULL, PRIMARY KEY (type, name)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE log (
     revision INTEGER PRIMARY KEY, provider TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, value TEXT,
     epoch TEXT, author TEXT NOT NULL, at REAL NOT NULL, previousHash TEXT NOT NULL, hash TEXT NOT NULL,
     bytes INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE trimmed (revision INTEGER PRIMARY KEY, provider TEXT, hash TEXT NOT NULL) STRICT;
   CREATE TABLE position (
     id INTEGER PRIMARY KEY CHECK (id = 1), lineage TEXT NOT NULL, revision INTEGER NOT NULL, hash TEXT NOT NULL,
     previousLineage TEXT, previousRevision INTEGER, previousHash TEXT
   ) STRICT;`,
  `DELETE FROM staged;
   CREATE TABLE staged_log (${logColumns}) STRICT;
   CREATE TABLE staged_parts (part INTEGER PRIMARY KEY, digest TEXT NOT NULL) STRICT;
   CREATE TABLE stage (
     id INTEGER PRIMARY KEY CHECK (id = 1), manifest TEXT NOT NULL, bytes INTEGER NOT NULL, position TEXT
   ) STRICT;`,
  `${exchanged('resources')} ${exchanged('staged')}`,
  `${asideTables.whole};
   INSERT INTO whole SELECT * FROM staged ${isWhole};
   DELETE FROM staged ${isWhole};
   DELETE FROM staged_parts ${isWhole};
   ALTER TABLE staged_log RENAME TO whole_log;
   CREATE TABLE put_aside (
     id INTEGER PRIMARY KEY CHECK (id = 1), manifest TEXT NOT NULL, position TEXT NOT NULL
   ) STRICT;
   INSERT INTO put_aside SELECT 1, manifest, position FROM stage WHERE position IS NOT NULL;
   DELETE FROM stage WHERE position IS NOT NULL;
   ALTER TABLE stage DROP COLUMN position;`,
  `ALTER TABLE position RENAME TO history`,
];

export const positionRow = position;
export const resourceRow = snapshotRow;
/** `epoch` is JSON text in the table. */
export const storedLogRow = z.extend(logRow, { epoch: z.nullable(z.string()) });
export const numberRow = z.object({ number: z.nullable(z.number()) });
export const nameRow = z.object({ name: z.string() });
export const resourceKeyRow = z.object({ type: z.string(), name: z.string() });
export const digestRow = z.object({ digest: z.string() });
/** `manifest` and `position` are JSON text. */
export const stageRow = z.object({ manifest: z.string(), bytes: z.int() });
export const putAsideRow = z.object({ manifest: z.string(), position: z.string() });
export const storedManifest = snapshotManifest;
export const hashRow = z.object({ hash: z.string() });
export const countRow = z.object({ provider: z.string(), count: z.int() });
