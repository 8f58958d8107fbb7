import type { Position, ReplicationFrame } from '#contract/replication-frames';
import type { ConfigStore } from '../../config/resources/config-store.ts';
import type { SnapshotFile, SnapshotSource } from '../../config/resources/snapshot-source.ts';
import type { Logger } from '../../logging/logger.ts';
import type { NewEvent } from '../records/event-store.ts';

export type Applied = Extract<ReplicationFrame, { type: 'applied' }>;
export type Failed = Extract<ReplicationFrame, { type: 'failed' }>;

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
  /** Everything was sent anew, and is on the disk of the Backup. */
  sentAll: () => void;
  failed: (problem: string) => void;
  /** Something happened that no frame brought. */
  changed: () => void;
  logger: Logger;
}

/**
 * Why everything is sent. `asked`: by a person. `replace`: over another history, as a person chose. `stuck`: the Backup
 * could not apply what follows on what it holds.
 */
export interface Because {
  words: string;
  asked?: boolean;
  replace?: boolean;
  stuck?: boolean;
}

export const asked: Because = { words: 'an administrator asked for it', asked: true };

/** Parts of a snapshot that the Backup has, of a transfer that broke off. */
export type Broken = Extract<ReplicationFrame, { type: 'position' }>['staged'];

export type Phase =
  | { kind: 'unknown' }
  | { kind: 'streaming'; sent: Position }
  /** `file`: `null` while it is written. */
  | { kind: 'snapshot'; file: SnapshotFile | null; part: number; because: Because }
  /** What was sent was in vain, all of it or changes: the Backup says next where it stands. */
  | { kind: 'waiting'; full: boolean }
  | { kind: 'diverged' };

export type PhaseOf<K extends Phase['kind']> = Extract<Phase, { kind: K }>;
