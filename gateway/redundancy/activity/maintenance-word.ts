import type { MaintenanceWord } from '#contract/activity-frames';
import { compareEpochs } from '#contract/epoch';
import { longestMaintenanceMs } from '#contract/gwaction';
import type { ActivityState, HeldMaintenance, MaintenanceRecord, Now } from './activity-types.ts';

/** After a start: what is on disk, for what remains of it. A wrong clock cannot make it longer than it was ordered. */
export function heldMaintenance(record: MaintenanceRecord | null, now: Now): HeldMaintenance {
  if (record === null) return { stamp: null, order: null };
  const { stamp, order } = record;
  if (order === null) return { stamp, order };
  const { untilAt, ...rest } = order;
  const remainingMs = Math.min(untilAt - now.wallAt, rest.forMs);
  return { stamp, order: remainingMs > 0 ? { ...rest, until: now.elapsedMs + remainingMs } : null };
}

export function isInMaintenance({ maintenance }: ActivityState): boolean {
  return maintenance.order !== null;
}

/** What this node says of it; of what the other says, the later stamp counts. */
export function wordOf({ maintenance: { stamp, order } }: ActivityState, { elapsedMs }: Now): MaintenanceWord {
  if (order === null) return { stamp, order };
  const { reason, requester, until } = order;
  return { stamp, order: { reason, requester, remainingMs: Math.max(0, until - elapsedMs) } };
}

/** A word that is news to this node, as it goes to disk; `null`: it is not. */
export function newsIn(state: ActivityState, word: MaintenanceWord | undefined, now: Now): MaintenanceRecord | null {
  if (word === undefined || word.stamp === null) return null;
  if (compareEpochs(word.stamp, state.maintenance.stamp) <= 0) return null;
  if (word.order === null) return { stamp: word.stamp, order: null };
  const { reason, requester } = word.order;
  const forMs = Math.min(word.order.remainingMs, longestMaintenanceMs);
  return { stamp: word.stamp, order: { reason, requester, forMs, untilAt: now.wallAt + forMs } };
}

/**
 * Whether a node that lost the other one waits for the end of the maintenance. Not during a handover, which a person
 * asked for, and not where this node was the active one: then no standby can have taken over by itself.
 */
export function isKeptFromGoingAlone(state: ActivityState): boolean {
  if (!isInMaintenance(state) || state.goodbye !== null) return false;
  const { own, highest } = state.record;
  if (state.level === 'Undecided') return own === null || compareEpochs(own, highest) !== 0;
  return state.phase.kind !== 'prepared' && state.phase.kind !== 'released';
}
