import type { ProviderId } from '#contract/providers';
import * as z from 'zod/mini';
import type { RecordStore } from './record-store.ts';

/** A condition in SQL, with what stands for its question marks. */
export type Condition = [sql: string, ...values: (string | number)[]];

export interface RecordQuery {
  provider: ProviderId;
  where: readonly Condition[];
  /** Newest first. `arrival`: as they came to this node; the others are the same on both nodes. */
  order: keyof typeof orders;
  /** With this cursor they come as they came to this node. */
  after?: number | undefined;
  /** Another order, in SQL. */
  sort?: string | undefined;
  limit: number;
  offset: number;
}

const orders = {
  arrival: 'id DESC',
  sequence: 'sequence DESC, origin DESC',
  time: 'at DESC, origin DESC, sequence DESC',
};
const row = z.object({ id: z.int(), origin: z.string(), at: z.number(), value: z.string() });
const countRow = z.object({ count: z.int() });

/** A page of records, each read by its schema; what a newer version wrote and this one cannot read is left out. */
export function listRecords<T>(store: RecordStore, query: RecordQuery, schema: z.core.$ZodType<T>) {
  const { provider, order, after, limit, offset } = query;
  const usual = after === undefined ? orders[order] : 'id';
  const conditions: Condition[] = [['provider = ?', provider], ...query.where];
  if (after !== undefined) conditions.push(['id > ?', after]);
  const where = conditions.map(([sql]) => sql).join(' AND ');
  const values = conditions.flatMap(([, ...rest]) => rest);
  const sql = `SELECT id, origin, at, value FROM records WHERE ${where}
    ORDER BY ${query.sort ?? usual} LIMIT ? OFFSET ?`;
  const items = store.database
    .all(sql, row, ...values, limit, offset)
    .flatMap(({ value, origin, ...rest }) => read(schema, { ...objectIn(value), ...rest, nodeId: origin }));
  const count = `SELECT count(*) AS count FROM records WHERE ${where}`;
  const matching = store.database.get(count, countRow, ...values)?.count ?? 0;
  return { items, metadata: { total: store.holding(provider).count, matching, limit, offset } };
}

/** In the order of time, behind the record with this id: none where that is gone, since those before it are as well. */
export function beforeInTime(id: number): Condition {
  return ['(at, origin, sequence) < (SELECT at, origin, sequence FROM records WHERE id = ?)', id];
}

function read<T>(schema: z.core.$ZodType<T>, record: unknown): T[] {
  const parsed = z.safeParse(schema, record);
  return parsed.success ? [parsed.data] : [];
}

function objectIn(value: string): object {
  try {
    const found: unknown = JSON.parse(value);
    return typeof found === 'object' && found !== null ? found : {};
  } catch {
    return {};
  }
}
