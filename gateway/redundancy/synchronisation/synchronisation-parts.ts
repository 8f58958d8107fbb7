import type { LinkFrame } from '#contract/link-frames';
import type { SyncProgress } from '#contract/redundancy-status';
import type { Role } from '#contract/roles';
import type { ConfigStore } from '../../config/resources/config-store.ts';
import type { ModuleFiles } from '../../config/resources/module-files.ts';
import type { SnapshotSource } from '../../config/resources/snapshot-source.ts';
import type { Logger } from '../../logging/logger.ts';
import type { SecurityProvider } from '../../security/security-provider.ts';
import type { Facts, Now } from '../activity/activity-types.ts';
import type { SystemNameStore } from './configuration-sync.ts';
import type { RedundancyRecords } from '../records/records.ts';
import type { WantedModule } from '../replication/modules/module-transfer.ts';
import type { RuntimeReplication } from '../replication/runtime/runtime-replication.ts';
import type { SyncStore } from './sync-record.ts';

export interface SynchronisationParts {
  role: () => Role;
  configuration: ConfigStore;
  snapshots: SnapshotSource;
  modules: { files: ModuleFiles; wanted: () => readonly WantedModule[] };
  /** Starts again what runs on the configuration. */
  softRestart: () => Promise<void> | void;
  records: RedundancyRecords;
  security: SecurityProvider;
  systemName: SystemNameStore;
  syncs: SyncStore;
  runtime: Pick<RuntimeReplication, 'settled' | 'pending' | 'fullSyncNeeded'>;
  /** This node is the active one. */
  isActive: () => boolean;
  send: (frame: LinkFrame) => void;
  learn: (facts: Partial<Facts>) => void;
  /** For measurements. */
  now: () => Now;
  budgetMs: () => number;
  peerClockOffsetMs: () => number | null;
  /** Runs it when nobody waits for what was done before. */
  later: (work: () => void) => void;
  logger: (name: string) => Logger;
}

/** What the status says of it. `completedAt`: when both were last known to hold the same, epoch ms. */
export interface SyncFacts {
  inSync: boolean;
  compared: boolean;
  pending: boolean;
  /** A full synchronisation is wanted or running, of the changes or of what is always sent whole. */
  pendingAll: boolean;
  /** The Backup lacks modules that the present link does not carry. */
  lacksModules: boolean;
  completedAt: number | null;
}

/** Of full synchronisations: the one that runs, the one that waits, and how often they were needed. */
export interface FullSyncFacts {
  progress: SyncProgress | null;
  held: boolean;
  lastHour: number;
  /** The same by what was sent anew. */
  lastHourOf: Record<string, number>;
  loop: boolean;
  /** Files of modules are lacking on one of the nodes. */
  lacksModules?: boolean;
}
