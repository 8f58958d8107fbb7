import * as z from 'zod/mini';
import {
  type ApiTokenRecord,
  type SecurityState,
  type UserRecord,
  apiTokenRecord,
  userRecord,
} from '#contract/security-state';
import type { Database } from '../config/disk/database.ts';
import { GatewayError } from '../errors.ts';
import { digest } from './secrets.ts';

/** Where the configuration of the pair is edited. */
export interface EditingPlace {
  /** Whether this node is it: its role is not Backup. */
  isHere(): boolean;
  /** The node that is, seen from a Backup; `null` while unknown. */
  master(): { name: string; address: string | null } | null;
}

/** Tells one password of a user from the next, without telling anything of it: part of every session. */
export function credentialOf({ name, passwordHash }: UserRecord): string {
  return digest(`credential ${name} ${passwordHash ?? ''}`).slice(0, 16);
}

/**
 * Whether nobody chose another password since the session began. A Master whose directory was emptied has users made
 * anew, whose password nobody chose: whoever is signed in at the other node must get in there to repair it.
 */
export function isStillWith(user: UserRecord, session: { sessionId: string; credential: string }): boolean {
  const { chosenIn } = user;
  return chosenIn === null || chosenIn === session.sessionId || session.credential === credentialOf(user);
}

const columns = 'name, role, passwordHash, chosenIn';
const counted = z.object({ count: z.int() });

/** Users and API tokens: the same on both nodes, edited on the Master, replicated whole. */
export class Users {
  readonly #database: Database;
  readonly #place: EditingPlace;
  readonly #listeners = new Set<() => void>();

  constructor(database: Database, place: EditingPlace) {
    this.#database = database;
    this.#place = place;
  }

  isEmpty(): boolean {
    return this.#database.get('SELECT count(*) AS count FROM users', counted)?.count === 0;
  }

  find(name: string): UserRecord | null {
    return this.#database.get(`SELECT ${columns} FROM users WHERE name = ?`, userRecord, name);
  }

  /** By its hash: how long the search takes tells nothing of a token that was not known before. */
  findToken(token: string): ApiTokenRecord | null {
    return this.#database.get('SELECT name, role, hash FROM api_tokens WHERE hash = ?', apiTokenRecord, digest(token));
  }

  state(): SecurityState {
    return {
      users: this.#database.all(`SELECT ${columns} FROM users ORDER BY name`, userRecord),
      tokens: this.#database.all('SELECT name, role, hash FROM api_tokens ORDER BY name', apiTokenRecord),
    };
  }

  /** Takes over a whole state, of the Master or of the first start: all of it or nothing. */
  replaceAll({ users, tokens }: SecurityState): void {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM users');
      this.#database.run('DELETE FROM api_tokens');
      for (const { name, role, passwordHash, chosenIn } of users) {
        this.#database.run(`INSERT INTO users (${columns}) VALUES (?, ?, ?, ?)`, name, role, passwordHash, chosenIn);
      }
      for (const { name, role, hash } of tokens) {
        this.#database.run('INSERT INTO api_tokens (name, role, hash) VALUES (?, ?, ?)', name, role, hash);
      }
    });
  }

  /** `chosenIn`: id of the session. Throws `notEditableHere` on a Backup. */
  setPasswordHash(name: string, { passwordHash, chosenIn }: Pick<UserRecord, 'passwordHash' | 'chosenIn'>): void {
    this.requireEditable();
    const set = 'UPDATE users SET passwordHash = ?, chosenIn = ? WHERE name = ?';
    this.#database.run(set, passwordHash, chosenIn, name);
    for (const listener of this.#listeners) listener();
  }

  requireEditable(): void {
    if (this.#place.isHere()) return;
    const master = this.#place.master();
    throw new GatewayError('notEditableHere', {
      detail: `Users and their passwords are edited on the Master${master === null ? '' : `, ${master.name}`}`,
      ...(master === null ? {} : { master }),
    });
  }

  /** Tells of what was edited here, not of what came from the Master. Returns the end of it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
