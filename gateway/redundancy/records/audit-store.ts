import { type AuditEntries, type AuditEntry, auditEntry, type AuditQuery } from '#contract/audit';
import type { Logger } from '../../logging/logger.ts';
import { type Condition, listRecords } from './list-records.ts';
import type { RecordStore } from './record-store.ts';

export type NewAuditEntry = Omit<AuditEntry, 'id' | 'at' | 'nodeId'>;

/** Who did what, on both nodes. What cannot be kept is at least in the log. */
export class AuditStore {
  readonly #records: RecordStore;
  readonly #logger: Logger;

  constructor(parts: { records: RecordStore; logger: Logger }) {
    this.#records = parts.records;
    this.#logger = parts.logger;
  }

  add(entry: NewAuditEntry): void {
    try {
      this.#records.add('audit', entry);
    } catch (error) {
      const { who, from, operation, target, outcome } = entry;
      this.#logger.error(`Not audited: ${operation} ${target} by ${who ?? 'nobody'} from ${from}: ${outcome}`, error);
    }
  }

  /** Newest first, the same on both nodes; with `after`, as they came to this node. */
  query({ search = '', after, limit, offset }: AuditQuery): AuditEntries {
    const where: Condition[] = [];
    if (search !== '') where.push(['instr(lower(value), lower(?)) > 0', search]);
    const page = { provider: 'audit', where, order: 'sequence', after, limit, offset } as const;
    return listRecords(this.#records, page, auditEntry);
  }
}
