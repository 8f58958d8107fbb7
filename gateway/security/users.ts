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
    return this.#database.get('SELECT name, role, passwordHash FROM users WHERE name = ?', userRecord, name);
  }

  /** By its hash: how long the search takes tells nothing of a token that was not known before. */
  findToken(token: string): ApiTokenRecord | null {
    return this.#database.get('SELECT name, role, hash FROM api_tokens WHERE hash = ?', apiTokenRecord, digest(token));
  }

  state(): SecurityState {
    return {
      users: this.#database.all('SELECT name, role, passwordHash FROM users ORDER BY name', userRecord),
      tokens: this.#database.all('SELECT name, role, hash FROM api_tokens ORDER BY name', apiTokenRecord),
    };
  }

  /** Takes over a whole state, of the Master or of the first start: all of it or nothing. */
  replaceAll({ users, tokens }: SecurityState): void {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM users');
      this.#database.run('DELETE FROM api_tokens');
      for (const { name, role, passwordHash } of users) {
        this.#database.run('INSERT INTO users (name, role, passwordHash) VALUES (?, ?, ?)', name, role, passwordHash);
      }
      for (const { name, role, hash } of tokens) {
        this.#database.run('INSERT INTO api_tokens (name, role, hash) VALUES (?, ?, ?)', name, role, hash);
      }
    });
  }

  /** Throws `notEditableHere` on a Backup. */
  setPasswordHash(name: string, passwordHash: string): void {
    this.requireEditable();
    this.#database.run('UPDATE users SET passwordHash = ? WHERE name = ?', passwordHash, name);
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
