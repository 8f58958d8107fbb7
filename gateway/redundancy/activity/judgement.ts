import type { ActivitySnapshot } from '#contract/activity-frames';
import { compareEpochs, maxEpoch, type Epoch } from '#contract/epoch';
import type { RefusalCode } from '#contract/gwaction';
import type { BlockerCode } from '#contract/redundancy-status';
import type { ActivitySettings, ActivityState, Now } from './activity-types.ts';
import { wordOf } from './maintenance-word.ts';

const flappingWindowMs = 600_000;
const flappingLimit = 3;

/** What keeps this node from becoming Active. */
export function blockersOf(state: ActivityState, settings: ActivitySettings): BlockerCode[] {
  const { divergence, syncedOnce } = state.facts;
  const blockers: BlockerCode[] = divergence === 'self' ? ['diverged'] : [];
  if (!state.facts.diskWritable || state.unwritten !== null) blockers.push('diskFull');
  if (settings.role === 'Backup' && !syncedOnce) blockers.push('neverSynced');
  const isEmpty = settings.startedEmpty && state.record.own === null && !syncedOnce;
  if (settings.role === 'Master' && isEmpty) blockers.push('emptyDirectory');
  if (!state.facts.compatible) blockers.push('incompatible');
  return blockers;
}

/** Changeovers in the last ten minutes that nobody asked for. */
export function recentUnplanned(state: ActivityState, now: Now): number {
  return state.changeovers.unplanned.filter((at) => now.elapsedMs - at < flappingWindowMs).length;
}

export function isFlapping(state: ActivityState, now: Now): boolean {
  return recentUnplanned(state, now) >= flappingLimit;
}

/** What this node says of itself. */
export function snapshotOf(state: ActivityState, settings: ActivitySettings, now: Now): ActivitySnapshot {
  const blockers = blockersOf(state, settings);
  return {
    level: state.level,
    writing: state.level === 'Active' && state.phase.kind !== 'preparing',
    highest: highestHeard(state),
    own: state.record.own,
    activeForMs: state.activeSince === null ? null : now.elapsedMs - state.activeSince.elapsedMs,
    canActivate: blockers.length === 0 && state.leaving === null,
    blockers,
    timing: state.timing.current,
    timingAgreed: state.timing.previous === null,
    recovery: settings.recovery,
    uptimeDecides: settings.uptimeDecides,
    suspended: state.suspension?.on === true,
    suspension: state.suspension,
    recentChangeovers: recentUnplanned(state, now),
    maintenance: wordOf(state, now),
  };
}

/** The highest epoch that this node knows of, on disk or not. */
export function highestHeard(state: ActivityState): Epoch | null {
  return maxEpoch(state.record.highest, state.unwritten);
}

/** An epoch of this node above every one that it has heard. */
export function freshEpoch(state: ActivityState, nodeId = state.nodeId): Epoch {
  return { number: (highestHeard(state)?.number ?? 0) + 1, nodeId };
}

function isFreshPair(master: readonly BlockerCode[], backup: readonly BlockerCode[]): boolean {
  return master.join() === 'emptyDirectory' && backup.includes('neverSynced');
}

/** Which of two linked nodes, both not Active, becomes so (rule 3). The Master's recovery mode counts. */
export function claimant(
  state: ActivityState,
  settings: ActivitySettings,
  peer: ActivitySnapshot,
): 'self' | 'peer' | null {
  const own = blockersOf(state, settings);
  const isMaster = settings.role === 'Master';
  const canSelf = own.length === 0;
  // The other one learns only now that what it holds is not what this node holds.
  const canPeer = peer.canActivate && state.facts.divergence !== 'peer';
  if (canSelf && canPeer) {
    const recovery = isMaster ? settings.recovery : peer.recovery;
    const last = recovery === 'Manual' ? compareEpochs(state.record.own, peer.own) : 0;
    if (last !== 0) return last > 0 ? 'self' : 'peer';
    return isMaster ? 'self' : 'peer';
  }
  if (canSelf || canPeer) return canSelf ? 'self' : 'peer';
  if (isMaster) return isFreshPair(own, peer.blockers) ? 'self' : null;
  return isFreshPair(peer.blockers, own) ? 'peer' : null;
}

/** Why this node cannot hand its work to the other one now; empty if it can. */
export function handoverRefusals(state: ActivityState, settings: ActivitySettings): RefusalCode[] {
  if (settings.role === 'Independent') return ['independent'];
  if (state.level !== 'Active') return ['notActive'];
  if (state.phase.kind !== 'steady') return ['busy'];
  if (!state.link.up || state.peer === null) return ['peerNotConnected'];
  const refusals: RefusalCode[] = [];
  if (!state.facts.compatible) refusals.push('incompatible');
  if (!state.facts.inSync) refusals.push('notInSync');
  if (!state.peer.canActivate) refusals.push('peerCannotActivate');
  return refusals;
}
