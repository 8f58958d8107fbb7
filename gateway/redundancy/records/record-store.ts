import { createHash } from 'node:crypto';
import type { ProviderId } from '#contract/providers';
import { type Heads, type SharedRecord, sharedRecord } from '#contract/record-frames';
import * as z from 'zod/mini';
import type { Database } from '../../config/disk/database.ts';
import { providerList } from '../replication/provider-list.ts';

export interface RecordStoreParts {
  database: Database;
  nodeId: () => string;
  /** Epoch ms. */
  now: () => number;
  /** How many of each are kept; the oldest go first. */
  most?: Partial<Record<ProviderId, number>>;
}

/** What a provider holds: how many records, and the sum of their hashes. */
export interface Holding {
  count: number;
  digest: number;
}

interface Held extends Holding {
  heads: Map<string, number>;
}

const mostByDefault = new Map(
  providerList.flatMap(({ id, by, most }) => (by === 'records' && most !== undefined ? [[id, most] as const] : [])),
);
/** The rarest first: ten thousand events do not keep a changeover waiting. */
export const sharedProviders: readonly ProviderId[] = [...mostByDefault]
  .sort(([, one], [, other]) => one - other)
  .map(([id]) => id);
/** Room for ten thousand hashes of 40 bits in one sum. */
const modulus = 2 ** 48;
const headRow = z.object({ provider: z.string(), origin: z.string(), highest: z.int() });
const holdingRow = z.object({ provider: z.string(), count: z.int(), hash: z.number() });
const unhashedRow = z.extend(sharedRecord, { id: z.int() });
const hashRow = z.object({ hash: z.int() });
const countRow = z.object({ count: z.int() });

/**
 * Records that either node writes, united by origin and sequence. Both nodes keep the newest by the same order, so
 * that what both have heard of is the same on both; heads remember what was trimmed, so that it does not come back.
 */
export class RecordStore {
  readonly #parts: RecordStoreParts;
  readonly #held = new Map<ProviderId, Held>();
  readonly #listeners: ((provider: ProviderId) => void)[] = [];

  constructor(parts: RecordStoreParts) {
    this.#parts = parts;
  }

  get nodeId(): string {
    return this.#parts.nodeId();
  }

  get database(): Database {
    return this.#parts.database;
  }

  /** Before the first use: what was written without a hash gets one. */
  #open(): void {
    const { database } = this.#parts;
    database.transaction(() => {
      const rows = database.all('SELECT id, origin, sequence, at, value FROM records WHERE hash IS NULL', unhashedRow);
      for (const row of rows) database.run('UPDATE records SET hash = ? WHERE id = ?', hashOf(row), row.id);
      database.run(`INSERT INTO heads SELECT provider, origin, max(sequence) FROM records WHERE TRUE
        GROUP BY provider, origin ON CONFLICT DO UPDATE SET highest = max(highest, excluded.highest)`);
    });
    for (const provider of sharedProviders) this.#held.set(provider, this.#read(provider));
  }

  onAdd(listener: (provider: ProviderId) => void): void {
    this.#listeners.push(listener);
  }

  /** The database was closed, and may be another one when it opens. */
  forget(): void {
    this.#held.clear();
  }

  /** Written here, now. Throws what the disk throws. */
  add(provider: ProviderId, value: unknown, at = this.#parts.now()): void {
    const highest = Math.max(0, ...this.#of(provider).heads.values());
    const sequence = Math.max(highest + 1, Math.floor(this.#parts.now() * 1000));
    this.take(provider, [{ origin: this.#parts.nodeId(), sequence, at, value: JSON.stringify(value) }]);
    for (const listener of this.#listeners) listener(provider);
  }

  /** All or nothing; what is known already changes nothing. On disk when it returns. */
  take(provider: ProviderId, records: readonly SharedRecord[]): void {
    const before = this.#of(provider);
    const held: Held = { ...before, heads: new Map(before.heads) };
    this.#parts.database.transaction(() => {
      for (const record of records) this.#insert(provider, record, held);
      this.#trim(provider, held);
    });
    this.#held.set(provider, held);
  }

  heads(provider: ProviderId): Heads {
    return [...this.#of(provider).heads].map(([origin, highest]) => ({ origin, highest }));
  }

  holding(provider: ProviderId): Holding {
    const { count, digest } = this.#of(provider);
    return { count, digest };
  }

  /** In order. */
  after(provider: ProviderId, origin: string, sequence: number, limit: number): SharedRecord[] {
    const sql = `SELECT origin, sequence, at, value FROM records
      WHERE provider = ? AND origin = ? AND sequence > ? ORDER BY sequence LIMIT ?`;
    return this.#parts.database.all(sql, sharedRecord, provider, origin, sequence, limit);
  }

  countAfter(provider: ProviderId, origin: string, sequence: number): number {
    const sql = 'SELECT count(*) AS count FROM records WHERE provider = ? AND origin = ? AND sequence > ?';
    return this.#parts.database.get(sql, countRow, provider, origin, sequence)?.count ?? 0;
  }

  #of(provider: ProviderId): Held {
    if (this.#held.size === 0) this.#open();
    return this.#held.get(provider) ?? { heads: new Map(), count: 0, digest: 0 };
  }

  #read(provider: ProviderId): Held {
    const { database } = this.#parts;
    const heads = database.all('SELECT * FROM heads WHERE provider = ?', headRow, provider);
    const sum = 'SELECT provider, count(*) AS count, sum(hash) AS hash FROM records';
    const sql = `${sum} WHERE provider = ? GROUP BY provider`;
    const { count, hash } = database.get(sql, holdingRow, provider) ?? { count: 0, hash: 0 };
    return { heads: new Map(heads.map((each) => [each.origin, each.highest])), count, digest: hash % modulus };
  }

  #insert(provider: ProviderId, record: SharedRecord, held: Held): void {
    const { database } = this.#parts;
    const { origin, sequence, at, value } = record;
    const hash = hashOf(record);
    const columns = 'provider, origin, sequence, at, value, hash';
    const sql = `INSERT OR IGNORE INTO records (${columns}) VALUES (?, ?, ?, ?, ?, ?)`;
    const { changes } = database.run(sql, provider, origin, sequence, at, value, hash);
    if (changes > 0) {
      held.count += 1;
      held.digest = (held.digest + hash) % modulus;
    }
    if (sequence <= (held.heads.get(origin) ?? 0)) return;
    held.heads.set(origin, sequence);
    database.run('INSERT OR REPLACE INTO heads VALUES (?, ?, ?)', provider, origin, sequence);
  }

  #trim(provider: ProviderId, held: Held): void {
    const surplus = held.count - (this.#parts.most?.[provider] ?? mostByDefault.get(provider) ?? Infinity);
    if (surplus <= 0) return;
    const oldest = 'SELECT id FROM records WHERE provider = ? ORDER BY sequence, origin LIMIT ?';
    const sql = `DELETE FROM records WHERE id IN (${oldest}) RETURNING hash`;
    for (const { hash } of this.#parts.database.all(sql, hashRow, provider, surplus)) {
      held.digest = (held.digest - hash + modulus) % modulus;
      held.count -= 1;
    }
  }
}

function hashOf({ origin, sequence, at, value }: SharedRecord): number {
  const text = JSON.stringify([origin, sequence, at, value]);
  return createHash('sha256').update(text).digest().readUIntBE(0, 5);
}
