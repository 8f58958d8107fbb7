import { sortOf } from '#contract/list';
import {
  type EventQuery,
  type EventReason,
  eventSortMembers,
  type RedundancyEvent,
  type RedundancyEvents,
  redundancyEvent,
} from '#contract/redundancy-events';
import type { Logger } from '../../logging/logger.ts';
import { beforeInTime, type Condition, listRecords } from './list-records.ts';
import type { RecordStore } from './record-store.ts';

/** What is said of an event by whoever sees it happen. */
export type NewEvent = Pick<RedundancyEvent, 'severity' | 'reasonCode' | 'reason' | 'provider'>;

const mostOwn = 1000;

/** The redundancy events of both nodes; a failing disk costs events, never more. */
export class EventStore {
  readonly #records: RecordStore;
  readonly #logger: Logger;

  constructor(parts: { records: RecordStore; logger: Logger }) {
    this.#records = parts.records;
    this.#logger = parts.logger;
  }

  add({ severity, reasonCode, reason, provider }: NewEvent): void {
    try {
      this.#records.add('events', { severity, reasonCode, reason, provider });
    } catch (error) {
      this.#logger.warn(`An event could not be kept: ${reason}`, error);
    }
  }

  /** What this node itself wrote down for one of these reasons from one time to another, epoch ms; the latest of it. */
  own(reasons: readonly EventReason[], from: number, to: number): RedundancyEvent[] {
    const where: Condition[] = [
      [`value ->> 'reasonCode' IN (${reasons.map(() => '?').join()})`, ...reasons],
      ['at BETWEEN ? AND ?', from, to],
      ['origin = ?', this.#records.nodeId],
    ];
    const page = { limit: mostOwn, offset: 0, order: 'time' } as const;
    return listRecords(this.#records, { provider: 'events', where, ...page }, redundancyEvent).items;
  }

  /** Newest first, in the same order on both nodes; with `after`, as they came to this node, first come first. */
  query(query: EventQuery): RedundancyEvents {
    const { limit, offset, after } = query;
    const page = { where: filterOf(query), order: 'time', sort: orderOf(query), after, limit, offset } as const;
    return listRecords(this.#records, { provider: 'events', ...page }, redundancyEvent);
  }
}

const columns: Record<(typeof eventSortMembers)[number], string> = {
  id: 'id',
  at: 'at',
  timestamp: 'at',
  severity: "CASE value ->> 'severity' WHEN 'error' THEN 2 WHEN 'warning' THEN 1 ELSE 0 END",
  reasonCode: "value ->> 'reasonCode'",
  reason: "value ->> 'reason'",
  provider: "value ->> 'provider'",
  nodeId: 'origin',
};

/** What is alike stands in the order of time. */
function orderOf({ sortBy }: EventQuery): string | undefined {
  const sort = sortOf(sortBy, eventSortMembers);
  return sort === null
    ? undefined
    : [columns[sort.by], 'at', 'origin', 'sequence'].map((column) => `${column} ${sort.way}`).join(', ');
}

function filterOf(query: EventQuery): Condition[] {
  const parts: Condition[] = [];
  if (query.before !== undefined) parts.push(beforeInTime(query.before));
  if (query.severity !== undefined) parts.push(["value ->> 'severity' = ?", query.severity]);
  if (query.startTime !== undefined) parts.push(['at >= ?', query.startTime]);
  if (query.endTime !== undefined) parts.push(['at <= ?', query.endTime]);
  if (query.timestamp !== undefined) parts.push(['at > ?', query.timestamp]);
  if (query.search !== undefined && query.search !== '') {
    parts.push(["instr(lower(value ->> 'reason'), lower(?)) > 0", query.search]);
  }
  return parts;
}
