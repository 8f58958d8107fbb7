import * as z from 'zod/mini';
import type { Database } from '../config/disk/database.ts';
import { digest, newSecret } from './secrets.ts';

/** For opening the other node's console from this one. */
export const handOffLifeMs = 60_000;
/** For the link that is printed at the first start or by `--sign-in-link`. */
export const linkLifeMs = 3_600_000;

const code = z.object({
  userName: z.string(),
  /** The session that goes on behind the code; `null`: a new one. */
  sessionId: z.nullable(z.string()),
  sessionEndsAt: z.nullable(z.number()),
  sessionCredential: z.nullable(z.string()),
});
export type CodeFacts = z.infer<typeof code>;

export interface NewCode {
  userName: string;
  lifeMs: number;
  session?: { sessionId: string; endsAt: number; credential: string };
}

/** Codes that sign in once. Kept as digests in the database: another process can add one while the gateway runs. */
export class OneTimeCodes {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  create({ userName, lifeMs, session }: NewCode): string {
    const text = newSecret();
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM one_time_codes WHERE expiresAt <= ?', this.#now());
      this.#database.run(
        `INSERT INTO one_time_codes (codeHash, userName, expiresAt, sessionId, sessionEndsAt, sessionCredential)
         VALUES (?, ?, ?, ?, ?, ?)`,
        digest(text),
        userName,
        this.#now() + lifeMs,
        session?.sessionId ?? null,
        session?.endsAt ?? null,
        session?.credential ?? null,
      );
    });
    return text;
  }

  /** Uses the code up. `null` for one that was used, is too old or never was. */
  take(text: string): CodeFacts | null {
    return this.#database.get(
      `DELETE FROM one_time_codes WHERE codeHash = ? AND expiresAt > ?
       RETURNING userName, sessionId, sessionEndsAt, sessionCredential`,
      code,
      digest(text),
      this.#now(),
    );
  }
}
