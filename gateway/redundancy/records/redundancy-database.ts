import { recordsByTimeMigration, recordsMigration } from './record-tables.ts';
import { cacheChartMigration } from '../cache-chart/cache-chart-tables.ts';

/** The tables of `redundancy.db`: what this node has seen and measured, and the records that both nodes unite. */
export const redundancyMigrations: readonly string[] = [
  `CREATE TABLE events (
     id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, severity TEXT NOT NULL, reasonCode TEXT NOT NULL,
     reason TEXT NOT NULL, provider TEXT, nodeId TEXT NOT NULL
   ) STRICT;
   CREATE TABLE pulls (
     provider TEXT PRIMARY KEY, lastPullAt REAL, lastPullMs REAL, lastApplyMs REAL, lastError TEXT
   ) STRICT;
   CREATE TABLE acknowledged (subject TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT;`,
  cacheChartMigration,
  `CREATE TABLE receipts (
     id TEXT PRIMARY KEY, at REAL NOT NULL, nodeId TEXT NOT NULL, writes TEXT NOT NULL, owed INTEGER NOT NULL
   ) STRICT;`,
  recordsMigration,
  recordsByTimeMigration,
];
