import type { ReplicationFrame } from '#contract/replication-frames';
import type { Role } from '#contract/roles';
import type { ConfigStore } from '../../config/resources/config-store.ts';
import type { SnapshotSource } from '../../config/resources/snapshot-source.ts';
import type { Logger } from '../../logging/logger.ts';
import type { NewEvent } from '../records/event-store.ts';
import type { ProviderStatistics } from './provider-statistics.ts';

export interface ReplicationParts {
  role: () => Role;
  store: ConfigStore;
  snapshots: SnapshotSource;
  /** This node is the active one: it is not restarted for the sake of a synchronisation. */
  isActive: () => boolean;
  softRestart: () => Promise<void> | void;
  /** This Master is about to be what the Backup is: users and name come first. Throws where they cannot be written. */
  adopt: () => void;
  statistics: ProviderStatistics;
  send: (frame: ReplicationFrame) => void;
  /** Both were found to hold the same, and nothing had to be sent. */
  confirmed: () => void;
  /** Whether both hold the same may be different now. */
  changed: () => void;
  event: (event: NewEvent) => void;
  /** Epoch ms. */
  now: () => number;
  /** ms, never going back. */
  elapsed: () => number;
  budgetMs: () => number;
  /** The peer's clock minus this one's, ms; `null` while not measured. */
  peerClockOffsetMs: () => number | null;
  /** Runs it when nobody waits for what was done before. */
  later: (work: () => void) => void;
  logger: Logger;
}

export interface SyncState {
  inSync: boolean;
  /** Both nodes have said over the present link where they stand. */
  compared: boolean;
  /** The histories are known to fit together. */
  agreed: boolean;
  /** Something is sent that the other node has not taken yet. */
  pending: boolean;
  /** What is pending is everything anew, or has to be; not single changes. */
  pendingAll: boolean;
}
