import type { Server } from 'node:http';
import type { NodeCard } from '#contract/link-frames';
import type { RedundancyStatus } from '#contract/redundancy-status';
import type { RedundancyConfig } from '#contract/redundancy-config';
import type { ActivityLevel } from '#contract/roles';
import type { Identity } from '../config/node/identity.ts';
import type { ConfigStore } from '../config/resources/config-store.ts';
import type { SnapshotSource } from '../config/resources/snapshot-source.ts';
import type { Logger } from '../logging/logger.ts';
import type { SecurityProvider } from '../security/security-provider.ts';
import type { ActivitySettings, Effect, Now } from './activity/activity-types.ts';
import type { SystemNameStore } from './synchronisation/configuration-sync.ts';
import type { EpochStore } from './activity/epoch-file.ts';
import type { MaintenanceStore } from './activity/maintenance-file.ts';
import type { RedundancyRecords } from './records/records.ts';
import type { RuntimeState } from './replication/runtime/runtime-state.ts';
import type { SyncStore } from './synchronisation/sync-record.ts';
import type { SynchronisationParts } from './synchronisation/synchronisation-parts.ts';

export interface CoreParts {
  identity: Identity;
  /** `measured`: for measurements. */
  clock: { now: () => Now; measured: () => Now };
  epochs: EpochStore;
  maintenance: MaintenanceStore;
  syncs: SyncStore;
  configuration: ConfigStore;
  snapshots: SnapshotSource;
  modules: SynchronisationParts['modules'];
  /** Keeps the configuration that is about to be replaced; the id that it has among the backups. */
  keepBackup: (because: string) => Promise<string>;
  /** Starts again what runs on the configuration. */
  softRestart: () => Promise<void> | void;
  nodeName: () => string;
  records: RedundancyRecords;
  runtime: RuntimeState;
  security: SecurityProvider;
  systemName: SystemNameStore;
  certificate: { key: string; cert: string };
  servers: () => readonly Server[];
  disk: { canWrite: () => boolean; onChange: (listener: () => void) => () => void };
  config: () => RedundancyConfig;
  settings: () => ActivitySettings;
  card: () => NodeCard;
  /** This node's own status, for the other one. */
  report: () => RedundancyStatus;
  logger: (name: string) => Logger;
  onEffect: (effect: Effect) => void;
  /** What runs on this node runs as this level says, from now on. */
  levelChanged: (level: ActivityLevel) => void;
}
