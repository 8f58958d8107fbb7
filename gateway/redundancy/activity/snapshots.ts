import type { ActivitySnapshot } from '#contract/activity-frames';
import { noteChangeover, send, stopWriting } from './activation.ts';
import type { Turn } from './activity-types.ts';
import { hearSuspension } from './suspension.ts';
import { budgetMs, isEqual, isSameTiming, timingWhenTold } from './budget.ts';

/** What the peer says of itself, in whichever frame. */
export function hearSnapshot(turn: Turn, snapshot: ActivitySnapshot): void {
  turn.state.peer = snapshot;
  agreeOnTiming(turn, snapshot);
  hearSuspension(turn.state, snapshot);
  if (snapshot.level === 'Active') peerIsActive(turn, snapshot);
}

function peerIsActive(turn: Turn, snapshot: ActivitySnapshot): void {
  const { state } = turn;
  if (state.level === 'Active') return bothActive(turn, snapshot);
  if (state.phase.kind === 'left') return;
  if (state.phase.kind === 'released') {
    const { reason, stoppedAt } = state.phase;
    noteChangeover(turn, reason.cause);
    turn.effects.push({ type: 'handoverEnded', done: true, gapMs: turn.now.elapsedMs - stoppedAt });
  } else noteFromUptime(turn, snapshot);
  const handoverUnderWay = state.phase.kind === 'asking' || (state.phase.kind === 'prepared' && !snapshot.writing);
  if (state.phase.kind === 'claiming') send(turn, { type: 'withdraw', epoch: state.phase.epoch });
  state.level = 'Standby';
  if (!handoverUnderWay) state.phase = { kind: 'steady' };
}

/** A node that was away learns from the peer's active time when the last changeover was. */
function noteFromUptime({ state, now }: Turn, { activeForMs }: ActivitySnapshot): void {
  if (activeForMs === null) return;
  const at = now.elapsedMs - activeForMs;
  if (state.changeovers.lastAt === null || at > state.changeovers.lastAt + 1) {
    state.changeovers = { ...state.changeovers, lastAt: at };
  }
}

/** Rule 11: the Master decides; a node that was handing over anyway just stops. */
function bothActive(turn: Turn, snapshot: ActivitySnapshot): void {
  const { state, settings } = turn;
  if (state.phase.kind === 'preparing') {
    noteChangeover(turn, state.phase.reason.cause);
    stopWriting(turn, 'handover');
    state.phase = { kind: 'steady' };
    turn.effects.push({ type: 'handoverEnded', done: false, gapMs: null });
    return;
  }
  if (settings.role !== 'Master') return;
  const peerStays = settings.uptimeDecides && (snapshot.activeForMs ?? 0) > ownActiveMs(turn);
  if (peerStays) giveUp(turn, snapshot.activeForMs);
  else send(turn, { type: 'stop' });
}

/** This node is the one that stops; the other one survives under a new epoch. */
export function giveUp(turn: Turn, peerActiveMs: number | null): void {
  const overlapMs = Math.min(ownActiveMs(turn), peerActiveMs ?? Infinity);
  stopWriting(turn, 'splitBrain');
  turn.state.phase = { kind: 'steady' };
  noteChangeover(turn, 'splitBrain');
  turn.effects.push({ type: 'splitBrainResolved', overlapMs, survivor: 'peer' });
  send(turn, { type: 'stopped', epoch: turn.state.record.own });
}

export function ownActiveMs({ state, now }: Turn): number {
  return state.activeSince === null ? 0 : now.elapsedMs - state.activeSince.elapsedMs;
}

/**
 * Rule 13: the Backup's timing counts; until both use it, suspicion takes the larger budget, fencing the smaller.
 * What is not on disk is neither taken over nor agreed on.
 */
function agreeOnTiming({ state, settings }: Turn, snapshot: ActivitySnapshot): void {
  const kept = state.record.timing;
  if (settings.role === 'Backup') {
    const { current } = state.timing;
    const isAgreed = isSameTiming(current, snapshot.timing) && isSameTiming(current, kept?.current ?? null);
    state.timing = { current, previous: isAgreed ? null : larger(snapshot.timing, state.timing.previous) };
    return;
  }
  const told = timingWhenTold(state.timing, snapshot);
  if (isEqual(told, kept)) state.timing = told;
}

function larger<T extends { pingRateMs: number; pingMaxMissed: number }>(one: T, other: T | null): T {
  return other !== null && budgetMs(other) > budgetMs(one) ? other : one;
}
