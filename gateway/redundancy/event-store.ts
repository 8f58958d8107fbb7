import {
  type EventQuery,
  type RedundancyEvent,
  type RedundancyEvents,
  redundancyEvent,
} from '#contract/redundancy-events';
import * as z from 'zod/mini';
import type { Database } from '../config/database.ts';
import type { Logger } from '../logging/logger.ts';

/** What is said of an event by whoever sees it happen. */
export type NewEvent = Pick<RedundancyEvent, 'severity' | 'reasonCode' | 'reason' | 'provider'>;

export interface EventStoreParts {
  database: Database;
  nodeId: () => string;
  /** Epoch ms. */
  now: () => number;
  logger: Logger;
  /** Older ones go; a few percent more are kept at times. */
  mostEvents?: number;
}

const countRow = z.object({ count: z.int() });

/** The redundancy events of this node, newest last; a failing disk costs events, never more. */
export class EventStore {
  readonly #parts: EventStoreParts;
  readonly #most: number;

  constructor(parts: EventStoreParts) {
    this.#parts = parts;
    this.#most = parts.mostEvents ?? 10_000;
  }

  add({ severity, reasonCode, reason, provider }: NewEvent): void {
    const { database, nodeId, now, logger } = this.#parts;
    try {
      const sql = 'INSERT INTO events (at, severity, reasonCode, reason, provider, nodeId) VALUES (?, ?, ?, ?, ?, ?)';
      const { lastId } = database.run(sql, now(), severity, reasonCode, reason, provider, nodeId());
      if (lastId % Math.ceil(this.#most / 20) === 0)
        database.run('DELETE FROM events WHERE id <= ?', lastId - this.#most);
    } catch (error) {
      logger.warn(`An event could not be kept: ${reason}`, error);
    }
  }

  /** Newest first; with `after`, oldest first. */
  query(query: EventQuery): RedundancyEvents {
    const { limit, offset, after } = query;
    const { condition, values } = filterOf(query);
    const order = after === undefined ? 'DESC' : 'ASC';
    const sql = `SELECT * FROM events WHERE ${condition} ORDER BY id ${order} LIMIT ? OFFSET ?`;
    const items = this.#parts.database.all(sql, redundancyEvent, ...values, limit, offset);
    const matching = this.#count(condition, values);
    return { items, metadata: { total: this.#count('TRUE', []), matching, limit, offset } };
  }

  #count(condition: string, values: (string | number)[]): number {
    const sql = `SELECT count(*) AS count FROM events WHERE ${condition}`;
    return this.#parts.database.get(sql, countRow, ...values)?.count ?? 0;
  }
}

function filterOf(query: EventQuery): { condition: string; values: (string | number)[] } {
  const parts: [condition: string, ...values: (string | number)[]][] = [];
  if (query.after !== undefined) parts.push(['id > ?', query.after]);
  if (query.before !== undefined) parts.push(['id < ?', query.before]);
  if (query.severity !== undefined) parts.push(['severity = ?', query.severity]);
  if (query.startTime !== undefined) parts.push(['at >= ?', query.startTime]);
  if (query.endTime !== undefined) parts.push(['at <= ?', query.endTime]);
  if (query.search !== undefined && query.search !== '') {
    parts.push(['instr(lower(reason), lower(?)) > 0', query.search]);
  }
  return {
    condition: parts.map(([condition]) => condition).join(' AND ') || 'TRUE',
    values: parts.flatMap(([, ...values]) => values),
  };
}
