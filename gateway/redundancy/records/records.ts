import { Database } from '../../config/disk/database.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Now } from '../activity/activity-types.ts';
import { CacheChart } from '../cache-chart/cache-chart.ts';
import { AuditStore } from './audit-store.ts';
import { ChangeoverStore } from './changeover-store.ts';
import { RecordStore } from './record-store.ts';
import { EventStore } from './event-store.ts';
import { redundancyMigrations } from './redundancy-database.ts';
import { FullSyncRate } from '../replication/full-sync-rate.ts';
import { ProviderLog } from '../replication/provider-log.ts';
import { ProviderStatistics } from '../replication/provider-statistics.ts';
import { ReceiptStore } from '../replication/runtime/receipt-store.ts';

export interface RecordsParts {
  nodeId: () => string;
  now: () => Now;
  logger: (name: string) => Logger;
}

/** What this node remembers of the pair: what both nodes write down, and figures of replication. In `redundancy.db`. */
export class RedundancyRecords {
  readonly shared: RecordStore;
  readonly events: EventStore;
  /** What happens with replication is written down by it. */
  readonly rate: FullSyncRate;
  readonly changeovers: ChangeoverStore;
  readonly audit: AuditStore;
  readonly statistics: ProviderStatistics;
  readonly receipts: ReceiptStore;
  readonly cache: CacheChart;
  readonly #database: Database;

  constructor(path: string, parts: RecordsParts) {
    this.#database = new Database(path, { migrations: redundancyMigrations, durability: 'normal' });
    const { nodeId, now } = parts;
    const logger = parts.logger('redundancy.records');
    const common = { database: this.#database, now: () => now().wallAt, logger };
    const records = new RecordStore({ database: this.#database, nodeId, now: common.now });
    this.shared = records;
    this.events = new EventStore({ records, logger });
    this.rate = new FullSyncRate({
      own: (...asked) => this.events.own(...asked),
      write: (event) => this.events.add(event),
      now: common.now,
      elapsed: () => now().elapsedMs,
    });
    this.changeovers = new ChangeoverStore({ records, logger });
    this.audit = new AuditStore({ records, logger });
    this.cache = new CacheChart(common);
    this.receipts = new ReceiptStore(this.#database, logger);
    this.statistics = new ProviderStatistics({
      ...common,
      elapsed: () => now().elapsedMs,
      log: new ProviderLog(parts.logger),
    });
  }

  /** Throws a `StartError`. */
  open(): void {
    this.#database.open();
    this.statistics.start();
    this.rate.start();
    this.cache.start();
  }

  close(): void {
    this.statistics.stop();
    this.rate.stop();
    this.cache.stop();
    this.shared.forget();
    this.#database.close();
  }
}
