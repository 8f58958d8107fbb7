import type { ActivityFrame, ChangeoverCause, HandoverReason } from '#contract/activity-frames';
import { maxEpoch, type Epoch } from '#contract/epoch';
import type { Effect, MaintenanceRecord, Pending, Turn } from './activity-types.ts';
import { freshEpoch, isFlapping, snapshotOf } from './judgement.ts';
import { wordOn } from './suspension-word.ts';

export function send(turn: Turn, frame: ActivityFrame): void {
  if (turn.state.link.up) turn.effects.push({ type: 'send', frame });
}

export function sendStatus(turn: Turn): void {
  send(turn, { type: 'status', snapshot: snapshotOf(turn.state, turn.settings, turn.now) });
}

/** Writes, and goes on with `pending` when that is done. Nothing else may be decided in this turn. */
export function store(
  turn: Turn,
  record: Partial<Turn['state']['record']>,
  pending: Pending,
  maintenance: MaintenanceRecord | null = null,
): void {
  turn.state.pending = pending;
  turn.effects.push({ type: 'store', record: { ...turn.state.record, ...record }, maintenance });
}

/** Wants to be Active: alone at once, else with the peer's grant. */
export function claim(turn: Turn, cause: ChangeoverCause, reason: HandoverReason | null = null): void {
  const epoch = freshEpoch(turn.state);
  const needsGrant = turn.state.link.up && turn.state.goodbye === null;
  if (needsGrant) store(turn, { highest: epoch }, { kind: 'claim', epoch, cause, reason });
  else activate(turn, epoch, cause, reason);
}

/** Writes the epoch as this node's own; Active when it is on disk. */
export function activate(turn: Turn, epoch: Epoch, cause: ChangeoverCause, reason: HandoverReason | null): void {
  const highest = maxEpoch(turn.state.record.highest, epoch);
  store(turn, { highest, own: epoch, released: null }, { kind: 'activate', epoch, cause, reason });
}

/** Stays Active under an epoch above every one heard of. */
export function renew(turn: Turn): void {
  const epoch = freshEpoch(turn.state);
  store(turn, { highest: epoch, own: epoch, released: null }, { kind: 'renew', epoch });
}

export function becomeActive(turn: Turn, epoch: Epoch, cause: ChangeoverCause, reason: HandoverReason | null): void {
  const { state, now } = turn;
  state.level = 'Active';
  state.phase = { kind: 'steady' };
  state.activeSince = now;
  state.heldByPerson = false;
  state.goodbye = null;
  state.nextClaimAt = 0;
  noteChangeover(turn, cause);
  turn.effects.push({ type: 'activated', epoch, cause, reason });
}

/** Not Active any more; what it is instead is for the caller to say. */
export function stopWriting(turn: Turn, because: Extract<Effect, { type: 'deactivated' }>['because']): void {
  turn.state.level = 'Standby';
  turn.state.activeSince = null;
  turn.effects.push({ type: 'deactivated', because });
}

/** Remembers a changeover for the hold time, and those nobody asked for against flapping (rule 14). */
export function noteChangeover(turn: Turn, cause: ChangeoverCause): void {
  const { state, now } = turn;
  if (cause === 'start') return;
  const unplanned = cause === 'nodeLost' || cause === 'takeBack' ? [now.elapsedMs] : [];
  state.changeovers = { lastAt: now.elapsedMs, unplanned: [...state.changeovers.unplanned, ...unplanned].slice(-10) };
  if (isFlapping(state, now) && state.suspension?.on !== true) {
    state.suspension = wordOn(state, true);
    turn.effects.push({ type: 'suspended' });
  }
}
