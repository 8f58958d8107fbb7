/** `hash` is `NULL` until the store was opened once; `heads` outlive what is trimmed. */
export const recordsMigration = `CREATE TABLE records (
    id INTEGER PRIMARY KEY AUTOINCREMENT, provider TEXT NOT NULL, origin TEXT NOT NULL, sequence INTEGER NOT NULL,
    at REAL NOT NULL, value TEXT NOT NULL, hash INTEGER, UNIQUE (provider, origin, sequence)
  ) STRICT;
  CREATE INDEX recordsByAge ON records (provider, sequence, origin);
  CREATE TABLE heads (
    provider TEXT NOT NULL, origin TEXT NOT NULL, highest INTEGER NOT NULL, PRIMARY KEY (provider, origin)
  ) STRICT;
  INSERT INTO records (id, provider, origin, sequence, at, value)
    SELECT id, 'events', nodeId, id, at, json_object(
      'severity', severity, 'reasonCode', reasonCode, 'reason', reason, 'provider', provider
    ) FROM events ORDER BY id;
  DROP TABLE events`;

/** Old events of the other node come late: they are read by when they happened. */
export const recordsByTimeMigration = 'CREATE INDEX recordsByTime ON records (provider, at, origin, sequence)';
