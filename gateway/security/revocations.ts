import { type Revocation, revocation } from '#contract/security-state';
import type { Database } from '../config/disk/database.ts';

/** How much longer than the session itself a revocation is kept: the clocks of two nodes differ. */
const marginMs = 24 * 3_600_000;

/** Sessions that were ended by hand, on either node: written on both, united by id. */
export class Revocations {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  has(sessionId: string): boolean {
    return this.#database.get(`${select} WHERE sessionId = ?`, revocation, sessionId) !== null;
  }

  add(sessionId: string, endsAt: number): void {
    this.unite([{ sessionId, at: this.#now(), expiresAt: endsAt + marginMs }]);
  }

  /** What need not be remembered any more is left out. */
  all(): Revocation[] {
    return this.#database.all(`${select} WHERE expiresAt > ? ORDER BY sessionId`, revocation, this.#now());
  }

  /** Takes over what was not known; all of it or nothing. */
  unite(list: readonly Revocation[]): void {
    const added = this.#database.transaction(() => {
      this.#database.run('DELETE FROM revocations WHERE expiresAt <= ?', this.#now());
      return list
        .filter(({ expiresAt }) => expiresAt > this.#now())
        .map(({ sessionId, at, expiresAt }) => this.#database.run(insert, sessionId, at, expiresAt).changes)
        .reduce((sum, changes) => sum + changes, 0);
    });
    if (added === 0) return;
    for (const listener of this.#listeners) listener();
  }

  /** Tells of what is newly known, from here or from the other node. Returns the end of it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

const select = 'SELECT sessionId, at, expiresAt FROM revocations';
const insert = 'INSERT INTO revocations (sessionId, at, expiresAt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
