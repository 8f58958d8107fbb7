import * as z from 'zod/mini';
import type { Database } from '../config/disk/database.ts';
import { digest, newId, newSecret } from './secrets.ts';

/** How long somebody stays signed in. */
export const sessionLifeMs = 12 * 3_600_000;

const session = z.object({
  sessionId: z.string(),
  userName: z.string(),
  endsAt: z.number(),
  /** Of its user when it began: another password ends it. */
  credential: z.string(),
});
export type SessionRecord = z.infer<typeof session>;

const sessionId = z.object({ sessionId: z.string(), endsAt: z.number() });

/** Sessions behind cookies. Only a digest of the cookie is stored; they survive a restart. */
export class Sessions {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** A new session, or one more cookie for a session that was opened on the other node. */
  create(
    { userName, credential }: Pick<SessionRecord, 'userName' | 'credential'>,
    { sessionId = newId(), endsAt = this.#now() + sessionLifeMs }: Partial<SessionRecord> = {},
  ): { secret: string; session: SessionRecord } {
    const secret = newSecret();
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM sessions WHERE endsAt <= ?', this.#now());
      this.#database.run(
        'INSERT INTO sessions (secretHash, sessionId, userName, endsAt, credential) VALUES (?, ?, ?, ?, ?)',
        digest(secret),
        sessionId,
        userName,
        endsAt,
        credential,
      );
    });
    return { secret, session: { sessionId, userName, endsAt, credential } };
  }

  /** `null` for a forged cookie and for a session that is over. */
  find(secret: string): SessionRecord | null {
    return this.#database.get(
      'SELECT sessionId, userName, endsAt, credential FROM sessions WHERE secretHash = ? AND endsAt > ?',
      session,
      digest(secret),
      this.#now(),
    );
  }

  end(sessionId: string): void {
    this.#database.run('DELETE FROM sessions WHERE sessionId = ?', sessionId);
  }

  /** The sessions of a user except one. */
  othersOf(userName: string, exceptId: string): { sessionId: string; endsAt: number }[] {
    return this.#database.all(
      'SELECT DISTINCT sessionId, endsAt FROM sessions WHERE userName = ? AND sessionId <> ?',
      sessionId,
      userName,
      exceptId,
    );
  }
}

/** What goes back in `X-CSRF-Token`: known to the page, not to be had from another site, stored nowhere. */
export function csrfTokenOf(cookieSecret: string): string {
  return digest(`csrf ${cookieSecret}`);
}
