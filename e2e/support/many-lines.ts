import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Gateway } from './gateway.ts';

/** INFO, as it stands in the database. */
const info = 30;

/** Writes so many lines into the log of a gateway that does not run, one a second until an hour ago. */
export function writeLines({ options }: Gateway, count: number): void {
  const database = new DatabaseSync(join(options.dataDirectory, 'logs.db'));
  const columns = 'timestamp, loggerName, level, message, stack, apart';
  const insert = database.prepare(`INSERT INTO lines (${columns}) VALUES (?, 'bench', ?, ?, NULL, 0)`);
  const lastAt = Date.now() - 3_600_000;
  database.exec('BEGIN');
  for (let at = 0; at < count; at += 1) {
    const message = `Line ${at + 1} of ${count}${at % 7 === 0 ? ': a longer one, '.padEnd(160, 'told in more words ') : ''}`;
    insert.run(lastAt - (count - at) * 1000, info, message);
  }
  database.exec('COMMIT');
  database.close();
}
