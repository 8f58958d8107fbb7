import { compareEpochs, type Epoch } from '#contract/epoch';
import type { RefusalCode } from '#contract/gwaction';
import { send, store } from './activation.ts';
import type { ActivitySettings, ActivityState, MaintenanceRecord, Turn } from './activity-types.ts';
import { suspicionMs } from './budget.ts';
import { heldMaintenance, isInMaintenance, wordOf } from './maintenance-word.ts';

type Order = NonNullable<MaintenanceRecord['order']>;

/** What both nodes know ends on each by its own clock, so much apart at most, ms. */
const knownWithinMs = 1000;

/** It counts from now on; `by` whom, if that was said. */
export function takeWord(turn: Turn, record: MaintenanceRecord, by: string | null): void {
  const { state, now } = turn;
  const before = state.maintenance.order;
  state.maintenance = heldMaintenance(record, now);
  const { order } = state.maintenance;
  if (order !== null) {
    const untilAt = now.wallAt + order.until - now.elapsedMs;
    const isKnown = by === null && before !== null && Math.abs(before.until - order.until) < knownWithinMs;
    const { reason, requester } = order;
    if (!isKnown) turn.effects.push({ type: 'maintenanceOn', untilAt, reason, requester });
  } else if (before !== null) turn.effects.push({ type: 'maintenanceOff', requester: by });
}

/** Why maintenance cannot begin now; empty if it can. */
export function maintenanceRefusals(state: ActivityState, settings: ActivitySettings): RefusalCode[] {
  if (settings.role === 'Independent') return ['independent'];
  if (!state.facts.diskWritable) return ['diskFull'];
  if (!state.link.up || state.peer === null || state.goodbye !== null) return ['peerNotConnected'];
  if (state.peer.maintenance === undefined) return ['peerTooOld'];
  if (state.level !== 'Active' && state.peer.level !== 'Active') return ['nobodyActive'];
  return state.phase.kind === 'steady' && state.asked === null && state.leaving === null ? [] : ['busy'];
}

/** A person orders it: it counts when the other node has it on disk, and then this one. */
export function orderMaintenance(turn: Turn, { forMs, reason, requester }: Omit<Order, 'untilAt'>): void {
  const { state, settings, now } = turn;
  if (maintenanceRefusals(state, settings).length > 0) return answered(turn, false);
  const stamp = freshStamp(state);
  const order = { forMs, reason, requester, untilAt: now.wallAt + forMs };
  state.asked = { stamp, since: now.elapsedMs, order };
  send(turn, { type: 'maintain', word: { stamp, order: { remainingMs: forMs, reason, requester } }, by: requester });
}

/** Ends here at once, and there as soon as the other node hears of it; what waits for its answer is over as well. */
export function endMaintenance(turn: Turn, requester: string): void {
  if (!isInMaintenance(turn.state) && turn.state.asked === null) return;
  const record = { stamp: freshStamp(turn.state), order: null };
  store(turn, {}, { kind: 'maintenance', record, by: requester }, record);
}

/** The other node has the order on disk, or could not write it. */
export function hearMaintained(turn: Turn, stamp: Epoch, ok: boolean): void {
  const { asked } = turn.state;
  if (asked === null || compareEpochs(asked.stamp, stamp) !== 0) return;
  if (!ok) {
    turn.state.asked = null;
    return answered(turn, false);
  }
  const record = { stamp, order: asked.order };
  store(turn, {}, { kind: 'maintenance', record, by: asked.order.requester }, record);
}

/** On this node's disk: it counts here, and the other node hears of it if it has not. */
export function maintenanceWritten(turn: Turn, record: MaintenanceRecord, by: string): void {
  const { state, now } = turn;
  const { asked } = state;
  const isConfirmed = asked !== null && compareEpochs(asked.stamp, record.stamp) === 0;
  state.asked = null;
  takeWord(turn, record, by);
  const isKnownThere = state.peer?.maintenance !== undefined;
  if (!isConfirmed && isKnownThere)
    send(turn, { type: 'maintain', word: { ...wordOf(state, now), stamp: record.stamp }, by });
  answered(turn, asked === null || isConfirmed);
}

/** The other node may have taken what does not count: it hears a later word that it is as it was. */
export function giveUpAsking(turn: Turn): void {
  const { state, now } = turn;
  if (state.asked === null) return;
  const isLate = now.elapsedMs - state.asked.since > suspicionMs(state) / 2;
  if (state.link.up && !isLate) return;
  const record = restamped(turn, state.asked.stamp);
  state.asked = null;
  answered(turn, false);
  store(turn, {}, { kind: 'restamp', record }, record);
}

/** The disk of this node failed where the other one's did not. */
export function maintenanceNotWritten(turn: Turn): void {
  const { state } = turn;
  const { asked } = state;
  state.asked = null;
  if (asked !== null) state.maintenance = { ...state.maintenance, stamp: above(asked.stamp, state.nodeId) };
  answered(turn, false);
}

/** Ends by itself, on each node for itself. */
export function endWhenOver(turn: Turn): void {
  const { state, now } = turn;
  const { stamp, order } = state.maintenance;
  if (order === null || now.elapsedMs < order.until) return;
  state.maintenance = { stamp, order: null };
  turn.effects.push({ type: 'maintenanceOff', requester: null });
}

/** As it was, under a later stamp. */
export function restamp(state: ActivityState, { stamp }: MaintenanceRecord): void {
  state.maintenance = { ...state.maintenance, stamp };
}

function restamped({ state, now }: Turn, stamp: Epoch): MaintenanceRecord {
  const { order } = state.maintenance;
  const fresh = above(stamp, state.nodeId);
  if (order === null) return { stamp: fresh, order };
  const { until, ...rest } = order;
  return { stamp: fresh, order: { ...rest, untilAt: now.wallAt + until - now.elapsedMs } };
}

function freshStamp({ nodeId, maintenance, peer, asked }: ActivityState): Epoch {
  const known = [maintenance.stamp, peer?.maintenance?.stamp, asked?.stamp];
  const heard = Math.max(...known.map((stamp) => stamp?.number ?? 0));
  return { number: heard + 1, nodeId };
}

function above({ number }: Epoch, nodeId: string): Epoch {
  return { number: number + 1, nodeId };
}

function answered(turn: Turn, ok: boolean): void {
  turn.effects.push({ type: 'maintenanceAnswered', ok });
}
