import type { Position, ReplicationFrame } from '#contract/replication-frames';
import type { ConfigStore } from '../../config/resources/config-store.ts';
import type { SnapshotSource } from '../../config/resources/snapshot-source.ts';
import type { Logger } from '../../logging/logger.ts';
import type { NewEvent } from '../records/event-store.ts';

export type Applied = Extract<ReplicationFrame, { type: 'applied' }>;

export interface SenderParts {
  store: ConfigStore;
  snapshots: SnapshotSource;
  send: (frame: ReplicationFrame) => void;
  /** Epoch ms. */
  now: () => number;
  /** ms, never going back. */
  elapsed: () => number;
  budgetMs: () => number;
  event: (event: NewEvent) => void;
  /** The Backup stands here when the link opens: it acknowledged that much before. */
  stands: (position: Position) => void;
  /** The Backup stands here now; what it said with it. */
  acknowledged: (position: Position, said: Applied) => void;
  failed: (problem: string) => void;
  /** Something happened that no frame brought. */
  changed: () => void;
  logger: Logger;
}

/** Why everything is sent. `asked`: by a person. `replace`: over another history, as a person chose. */
export interface Because {
  words: string;
  asked?: boolean;
  replace?: boolean;
}
