import * as z from 'zod/mini';
import type { Database } from '../config/disk/database.ts';
import { GatewayError } from '../errors.ts';

/** Failures are forgotten when there was none for so long. */
const forgetMs = 3_600_000;

interface Limit {
  /** So many failures cost nothing. */
  free: number;
  /** The delay after one more doubles from one second to this. */
  mostMs: number;
}
const addressLimit: Limit = { free: 5, mostMs: 300_000 };
const accountLimit: Limit = { free: 10, mostMs: 60_000 };

const failures = z.object({ count: z.int(), lastAt: z.number() });
type Failures = z.infer<typeof failures>;

/**
 * Slows down who guesses: per address, and per account for addresses that failed themselves. Who never failed is never
 * made to wait, so nobody can lock somebody else out. Survives a restart.
 */
export class Throttle {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Counts an attempt as failed before it is made, so that many at once gain nothing. Throws `throttled`. */
  begin(address: string, account: string | null): void {
    const waitMs = Math.max(...this.#waits(address, account));
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      throw new GatewayError('throttled', {
        detail: `Too many failed attempts: try again in ${seconds} s`,
        retryAfterMs: waitMs,
      });
    }
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM failures WHERE lastAt <= ?', this.#now() - forgetMs);
      for (const key of keys(address, account)) this.#database.run(count, key, this.#now());
    });
  }

  /** The attempt was right: its owner knows the password, so the account's failures are forgiven. */
  succeeded(address: string, account: string | null): void {
    this.withdrawn(address, account);
    if (account !== null) this.#database.run('DELETE FROM failures WHERE key = ?', accountKey(account));
  }

  /** The attempt was not made after all. */
  withdrawn(address: string, account: string | null): void {
    for (const key of keys(address, account)) {
      this.#database.run('UPDATE failures SET count = count - 1 WHERE key = ? AND count > 0', key);
    }
  }

  #waits(address: string, account: string | null): number[] {
    const ofAddress = this.#failures(addressKey(address));
    const waits = [this.#wait(ofAddress, addressLimit)];
    if (account !== null && ofAddress.count > 0)
      waits.push(this.#wait(this.#failures(accountKey(account)), accountLimit));
    return waits;
  }

  #failures(key: string): Failures {
    const known = this.#database.get('SELECT count, lastAt FROM failures WHERE key = ?', failures, key);
    return known !== null && known.lastAt > this.#now() - forgetMs ? known : { count: 0, lastAt: 0 };
  }

  /** A clock that was set back must not make a wait longer than the limit. */
  #wait({ count, lastAt }: Failures, { free, mostMs }: Limit): number {
    if (count < free) return 0;
    const delayMs = Math.min(mostMs, 1000 * 2 ** Math.min(20, count - free));
    return Math.min(delayMs, lastAt + delayMs - this.#now());
  }
}

const count = `INSERT INTO failures (key, count, lastAt) VALUES (?, 1, ?)
  ON CONFLICT (key) DO UPDATE SET count = count + 1, lastAt = excluded.lastAt`;

function keys(address: string, account: string | null): string[] {
  return account === null ? [addressKey(address)] : [addressKey(address), accountKey(account)];
}

function addressKey(address: string): string {
  return `address ${address}`;
}

function accountKey(account: string): string {
  return `account ${account}`;
}
