import type { Position } from '#contract/replication-frames';
import type { Role } from '#contract/roles';
import type { SyncRecord } from './sync-record.ts';

/** While the two histories do not fit together: the node that must not become active by itself. */
export type Divergence = 'no' | 'self' | 'peer';

/** What the positions alone say, before anything else is exchanged; the Master's log may find more. */
export function divergenceIn(role: Role, own: Position | null, peer: Position | null): Divergence {
  if (role === 'Independent' || own === null || peer === null) return 'no';
  const [master, backup] = role === 'Master' ? [own, peer] : [peer, own];
  const fits =
    master.lineage === backup.lineage &&
    (backup.revision < master.revision || (backup.revision === master.revision && backup.hash === master.hash));
  return fits ? 'no' : blockedNode(role, master);
}

/**
 * Before any peer was heard: a Master that holds less than it is known to have held has lost its configuration, and
 * does not begin to work with what is left.
 */
export function divergenceAtStart(role: Role, own: Position | null, lastSync: SyncRecord | null): Divergence {
  return role === 'Master' && (own?.revision ?? 0) < (lastSync?.revision ?? 0) ? 'self' : 'no';
}

/** A Master on which nothing was ever saved has nothing to run the plant with: then the Backup may. */
export function blockedNode(role: Role, master: Position | null): Divergence {
  const isMasterEmpty = (master?.revision ?? 0) === 0;
  return isMasterEmpty === (role === 'Master') ? 'self' : 'peer';
}
