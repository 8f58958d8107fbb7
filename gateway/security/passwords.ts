import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { GatewayError } from '../errors.ts';

/** scrypt with N = 2^17 takes 128 MB and about a third of a second. */
const usualLogN = 17;
const keyBytes = 32;

export interface PasswordOptions {
  /** Cost, as the power of two. Specs take less. */
  logN?: number;
  /** How many may wait before the next is turned away. */
  queueLimit?: number;
}

/** Hashes passwords one at a time: each takes so much memory that a crowd would take the gateway down. */
export class Passwords {
  readonly #logN: number;
  readonly #queueLimit: number;
  #queued = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ logN = usualLogN, queueLimit = 20 }: PasswordOptions = {}) {
    this.#logN = logN;
    this.#queueLimit = queueLimit;
  }

  /** `scrypt$logN$r$p$salt$hash`. Throws `throttled` when too many wait. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const key = await this.#derive(password, salt, this.#logN);
    return ['scrypt', this.#logN, 8, 1, salt.toString('base64url'), key.toString('base64url')].join('$');
  }

  /** Takes the same time whether there is a hash or not, so that nobody learns which accounts exist. */
  async verify(password: string, stored: string | null): Promise<boolean> {
    const [, logN, , , salt = '', hash = ''] = (stored ?? '').split('$');
    if (stored === null || logN === undefined) {
      await this.#derive(password, randomBytes(16), this.#logN);
      return false;
    }
    const key = await this.#derive(password, Buffer.from(salt, 'base64url'), Number(logN));
    const expected = Buffer.from(hash, 'base64url');
    return expected.length === key.length && timingSafeEqual(expected, key);
  }

  #derive(password: string, salt: Buffer, logN: number): Promise<Buffer> {
    if (this.#queued >= this.#queueLimit) {
      throw new GatewayError('throttled', { detail: 'Too many people sign in at this moment', retryAfterMs: 2000 });
    }
    this.#queued += 1;
    const mine = this.#last.then(() => derive(password, salt, logN)).finally(() => (this.#queued -= 1));
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

function derive(password: string, salt: Buffer, logN: number): Promise<Buffer> {
  const cost = { N: 2 ** logN, r: 8, p: 1, maxmem: 129 * 8 * 2 ** logN + 1_000_000 };
  return new Promise((resolve, reject) => {
    // The same letters typed on two keyboards may be composed differently.
    scrypt(password.normalize('NFKC'), salt, keyBytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
