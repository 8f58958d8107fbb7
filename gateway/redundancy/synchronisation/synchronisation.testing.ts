import type { LinkFrame } from '#contract/link-frames';
import type { Provider, ProviderId } from '#contract/providers';
import type { ConfigStore } from '../../config/resources/config-store.ts';
import { openStore, writeAtOnce } from '../../config/resources/config-store.testing.ts';
import { SnapshotSource } from '../../config/resources/snapshot-source.ts';
import { ModuleFiles } from '../../config/resources/module-files.ts';
import { openSecurity, TestClock, type TestSecurity } from '../../security/security.testing.ts';
import type { EditingPlace } from '../../security/users.ts';
import { RedundancyRecords } from '../records/records.ts';
import type { SyncRecord } from './sync-record.ts';
import type { SynchronisationParts } from './synchronisation-parts.ts';
import { Synchronisation } from './synchronisation.ts';

const silent = { trace: () => undefined, debug: () => undefined, info: () => undefined };
const logger = { ...silent, warn: () => undefined, error: () => undefined };

/** Everything of one node that is synchronised, over real databases. */
export class SynchronisedNode {
  readonly configuration: ConfigStore;
  readonly security: TestSecurity;
  readonly records: RedundancyRecords;
  readonly synchronisation: Synchronisation;
  readonly systemName;
  readonly sent: LinkFrame[] = [];
  /** By the name of the logger. */
  readonly errors: { logger: string; message: string }[] = [];
  elapsedMs = 1_000_000;
  clockOffsetMs: number | null = 0;

  /** `parts`: what is not as usual. */
  constructor(
    role: 'Master' | 'Backup',
    path: (name: string) => string,
    place: EditingPlace,
    parts: Partial<SynchronisationParts> = {},
  ) {
    let name = role === 'Master' ? 'plant' : '';
    let sync: SyncRecord | null = null;
    this.systemName = { get: () => name, adopt: (adopted: string) => void (name = adopted) };
    this.configuration = openStore(path('config.db'), { logBytes: 20_000 });
    this.security = openSecurity({ path: path('security.db'), clock: new TestClock(), place });
    const now = () => ({ elapsedMs: this.elapsedMs, wallAt: 1_700_000_000_000 + this.elapsedMs });
    this.records = new RedundancyRecords(path('redundancy.db'), {
      nodeId: () => role,
      now,
      logger: () => logger,
    });
    this.records.open();
    this.synchronisation = new Synchronisation({
      role: () => role,
      configuration: this.configuration,
      snapshots: new SnapshotSource(path('full-sync'), writeAtOnce),
      softRestart: () => undefined,
      modules: { files: new ModuleFiles(path('modules')), wanted: () => [] },
      records: this.records,
      security: this.security.provider,
      systemName: this.systemName,
      syncs: { read: () => sync, write: (record) => void (sync = record) },
      runtime: { settled: true, pending: () => ({}), fullSyncNeeded: () => false },
      isActive: () => role === 'Master',
      send: (frame) => this.sent.push(frame),
      learn: () => undefined,
      now,
      budgetMs: () => 10_000,
      peerClockOffsetMs: () => this.clockOffsetMs,
      later: (work) => work(),
      logger: (name) => ({ ...logger, error: (message) => this.errors.push({ logger: name, message }) }),
      ...parts,
    });
    this.synchronisation.start();
  }

  /** As it comes from the wire. */
  take(frame: LinkFrame): void {
    const read = JSON.parse(JSON.stringify(frame)) as Parameters<Synchronisation['take']>[0];
    this.synchronisation.take(read);
  }

  rowOf(id: ProviderId): Provider {
    const row = this.synchronisation.providers().find((each) => each.id === id);
    if (row === undefined) throw new Error(`There is no provider ${id}`);
    return row;
  }

  lastPulls(): (number | null)[] {
    const rows = this.synchronisation.providers().filter(({ kind }) => kind === 'config');
    return rows.map(({ lastPullAt }) => lastPullAt);
  }

  stop(): void {
    this.synchronisation.stop();
    this.configuration.close();
    this.records.close();
    this.security.database.close();
  }
}

/** Links both and carries what they have to say until they are quiet. */
export function link(one: SynchronisedNode, other: SynchronisedNode, { confidential = true } = {}): void {
  for (const node of [one, other]) node.sent.splice(0);
  for (const node of [one, other]) node.synchronisation.linked(confidential);
  carry(one, other);
}

/** Carries what both have to say until they are quiet. */
export function carry(one: SynchronisedNode, other: SynchronisedNode): void {
  while (one.sent.length + other.sent.length > 0) {
    for (const frame of one.sent.splice(0)) other.take(frame);
    for (const frame of other.sent.splice(0)) one.take(frame);
  }
}
