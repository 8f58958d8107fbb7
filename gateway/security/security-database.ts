/** The tables of `security.db`. Users and tokens are replicated, revocations united, the rest belongs to the node. */
export const securityMigrations: readonly string[] = [
  `CREATE TABLE users (name TEXT PRIMARY KEY, role TEXT NOT NULL, passwordHash TEXT) STRICT;
   CREATE TABLE api_tokens (name TEXT PRIMARY KEY, role TEXT NOT NULL, hash TEXT NOT NULL UNIQUE) STRICT;
   CREATE TABLE revocations (sessionId TEXT PRIMARY KEY, at REAL NOT NULL, expiresAt REAL NOT NULL) STRICT;
   CREATE TABLE sessions (
     secretHash TEXT PRIMARY KEY, sessionId TEXT NOT NULL, userName TEXT NOT NULL, endsAt REAL NOT NULL
   ) STRICT;
   CREATE TABLE one_time_codes (
     codeHash TEXT PRIMARY KEY, userName TEXT NOT NULL, expiresAt REAL NOT NULL, sessionId TEXT, sessionEndsAt REAL
   ) STRICT;
   CREATE TABLE failures (key TEXT PRIMARY KEY, count INTEGER NOT NULL, lastAt REAL NOT NULL) STRICT;`,
  `ALTER TABLE users ADD COLUMN chosenIn TEXT;
   ALTER TABLE sessions ADD COLUMN credential TEXT NOT NULL DEFAULT '';
   ALTER TABLE one_time_codes ADD COLUMN sessionCredential TEXT;`,
];
