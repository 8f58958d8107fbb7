import type { ReplicationFrame } from '#contract/replication-frames';
import type { Role } from '#contract/roles';
import type { ConfigStore } from '../../config/resources/config-store.ts';
import { openStore, writeAtOnce } from '../../config/resources/config-store.testing.ts';
import { Database } from '../../config/disk/database.ts';
import { SnapshotSource } from '../../config/resources/snapshot-source.ts';
import { EventStore } from '../records/event-store.ts';
import { RecordStore } from '../records/record-store.ts';
import { redundancyMigrations } from '../records/redundancy-database.ts';
import { ProviderLog } from './provider-log.ts';
import { ProviderStatistics } from './provider-statistics.ts';
import { Replication } from './replication.ts';

const silent = { trace: () => undefined, debug: () => undefined, info: () => undefined };
const logger = { ...silent, warn: () => undefined, error: () => undefined };

export interface NodeParts {
  logBytes?: number;
  /** Otherwise at once. */
  later?: (work: () => void) => void;
  /** Faulty parts, to prove that their faults are noticed. */
  Statistics?: typeof ProviderStatistics;
  Events?: typeof EventStore;
}

/** One end of replication over real databases. */
export class ReplicatingNode {
  readonly store: ConfigStore;
  readonly database: Database;
  readonly statistics: ProviderStatistics;
  readonly events: EventStore;
  readonly replication: Replication;
  readonly sent: ReplicationFrame[] = [];
  /** What it logged of its providers: `DEBUG redundancy.provider.projects …`. */
  readonly said: string[] = [];
  elapsedMs = 1_000_000;
  /** What its clock shows less than the other node's. */
  peerClockOffsetMs = 0;
  active = false;
  /** How often what runs on the configuration was started again. */
  restarts = 0;
  restartFails = false;
  /** How often it was said that its state may be another one. */
  changes = 0;

  constructor(role: Role, path: (name: string) => string, parts: NodeParts = {}) {
    const { Statistics = ProviderStatistics, Events = EventStore, later = (work) => work(), ...options } = parts;
    this.store = openStore(path(`${role}-config.db`), options);
    this.database = new Database(path(`${role}-redundancy.db`), { migrations: redundancyMigrations });
    this.database.open();
    const now = () => 1_700_000_000_000 + this.elapsedMs;
    const elapsed = () => this.elapsedMs;
    this.statistics = new Statistics({ database: this.database, now, elapsed, logger, log: this.#log() });
    const records = new RecordStore({ database: this.database, nodeId: () => role, now });
    this.events = new Events({ records, logger });
    this.statistics.start();
    this.replication = new Replication({
      role: () => role,
      store: this.store,
      snapshots: new SnapshotSource(path(`${role}-full-sync`), writeAtOnce),
      isActive: () => this.active,
      softRestart: () => {
        this.restarts += 1;
        if (this.restartFails) throw new Error('no room');
      },
      statistics: this.statistics,
      send: (frame) => this.sent.push(frame),
      adopt: () => undefined,
      confirmed: () => undefined,
      changed: () => (this.changes += 1),
      event: (event) => this.events.add(event),
      now,
      elapsed,
      budgetMs: () => 10_000,
      peerClockOffsetMs: () => this.peerClockOffsetMs,
      later,
      logger,
    });
    this.replication.start();
  }

  eventCodes(): string[] {
    return this.events.query({ limit: 100, offset: 0, after: 0 }).items.map(({ reasonCode }) => reasonCode);
  }

  #log(): ProviderLog {
    return new ProviderLog((name) => ({
      ...logger,
      trace: (message) => this.said.push(`TRACE ${name} ${message}`),
      debug: (message) => this.said.push(`DEBUG ${name} ${message}`),
    }));
  }

  stop(): void {
    this.replication.stop();
    this.statistics.stop();
    this.store.close();
    this.database.close();
  }
}

/** Carries what either has to say to the other until both are quiet. Frames go through JSON, as on the wire. */
export function exchange(one: ReplicatingNode, other: ReplicatingNode): number {
  let carried = 0;
  for (;;) {
    const [forward, backward] = [one.sent.splice(0), other.sent.splice(0)];
    if (forward.length + backward.length === 0) return carried;
    for (const frame of forward) other.replication.take(onTheWire(frame));
    for (const frame of backward) one.replication.take(onTheWire(frame));
    carried += forward.length + backward.length;
  }
}

export function link(one: ReplicatingNode, other: ReplicatingNode): void {
  one.replication.linked();
  other.replication.linked();
  exchange(one, other);
}

export function unlink(...nodes: ReplicatingNode[]): void {
  for (const node of nodes) {
    node.sent.splice(0);
    node.replication.unlinked();
  }
}

function onTheWire(frame: ReplicationFrame): ReplicationFrame {
  return JSON.parse(JSON.stringify(frame)) as ReplicationFrame;
}
