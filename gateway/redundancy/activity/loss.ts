import type { ActivitySnapshot } from '#contract/activity-frames';
import { compareEpochs, maxEpoch } from '#contract/epoch';
import type { LossReason } from '#contract/redundancy-status';
import { renew, stopWriting } from './activation.ts';
import type { ActivityState, Input, Phase, Turn } from './activity-types.ts';
import { redialMs, suspicionMs } from './budget.ts';
import { abortHandover } from './handover.ts';
import { hearSnapshot } from './snapshots.ts';

/** Two refusals this far apart, after a closed socket, mean that the process is dead (rule 6), ms. */
export const refusalSpacingMs = 50;

/** Where a node is when nothing is under way. */
export function restPhase(state: ActivityState): Phase {
  return state.level === 'Undecided' ? { kind: 'joining', until: state.joinUntil } : { kind: 'steady' };
}

/** What a change of the link does not end: a wait, a bar, or being gone. */
const outlivesLink: readonly Phase['kind'][] = ['joining', 'stalled', 'waiting', 'granted', 'released', 'left'];

/** Both have accepted each other's hello. */
export function linkUp(turn: Turn, peerId: string, snapshot: ActivitySnapshot): void {
  const { state, now } = turn;
  const at = now.elapsedMs;
  state.link = { up: true, since: at, lastHeardAt: at, lastEchoAt: at, lastEchoSentAt: at };
  state.peerId = peerId;
  state.silentSince = at;
  state.refusals = { count: 0, firstAt: 0 };
  state.goodbye = null;
  state.pings = { next: 1, lastAt: -Infinity, outstanding: [] };
  if (!outlivesLink.includes(state.phase.kind) || state.phase.kind === 'granted') state.phase = restPhase(state);
  hearSnapshot(turn, snapshot);
  if (state.phase.kind === 'released') state.phase = restPhase(state);
  if (state.level === 'Active' && snapshot.level !== 'Active' && state.pending === null) {
    if (compareEpochs(snapshot.highest, state.record.own) > 0) renew(turn);
  }
}

/** The socket is gone, whoever closed it. What was under way on it is over. */
export function linkDown(turn: Turn, because: LossReason): void {
  const { state, now } = turn;
  if (!state.link.up) return;
  state.lastEchoSentAt = state.link.lastEchoSentAt;
  state.link = { up: false, lostAt: now.elapsedMs, because };
  state.refusals = { count: 0, firstAt: 0 };
  state.pings = { ...state.pings, outstanding: [] };
  if (state.level === 'Undecided') state.joinUntil = Math.max(state.joinUntil, now.elapsedMs + suspicionMs(state));
  if (state.phase.kind === 'preparing') abortHandover(turn);
  else if (state.phase.kind === 'claiming' || state.phase.kind === 'asking' || state.phase.kind === 'joining') {
    state.phase = restPhase(state);
  }
}

/** This end gives the link up, or one that was about to open. */
export function dropLink(turn: Turn, because: LossReason): void {
  turn.effects.push({ type: 'dropLink', because });
  linkDown(turn, because);
}

/** A connection to the peer's address was refused. */
export function hearRefusal({ state, now }: Turn): void {
  if (state.link.up) return;
  if (state.refusals.count === 0) state.refusals = { count: 1, firstAt: now.elapsedMs };
  else if (now.elapsedMs - state.refusals.firstAt >= refusalSpacingMs) state.refusals.count = 2;
}

/** The loop paused, for less than would let the peer take over: silence and refusals are counted anew. */
export function restartCounts({ state, now }: Turn): void {
  const at = now.elapsedMs;
  if (state.silentSince !== null) state.silentSince = at;
  state.refusals = { count: 0, firstAt: 0 };
  if (state.link.up) state.link = { ...state.link, lastHeardAt: at, lastEchoAt: at };
  if (state.level !== 'Undecided') return;
  state.joinUntil = Math.max(state.joinUntil, at + suspicionMs(state) + redialMs(state));
  if (state.phase.kind === 'joining' || state.phase.kind === 'stalled') {
    state.phase = { ...state.phase, until: Math.max(state.phase.until, state.joinUntil) };
  }
}

/** The loop stood still for so long that the peer may be Active by now (rule 12). */
export function stallFenced(turn: Turn, gapMs: number, input: Input): void {
  const { state } = turn;
  turn.effects.push({ type: 'stallNoticed', gapMs });
  state.goodbye = null;
  const wasActive = state.level === 'Active';
  if (input.type === 'stored') forgetPending(state, input.ok);
  if (wasActive) {
    stopWriting(turn, 'stalled');
    state.level = 'Undecided';
    state.phase = { kind: 'stalled', until: state.joinUntil };
  } else if (!outlivesLink.includes(state.phase.kind)) {
    state.phase = restPhase(state);
  }
  dropLink(turn, 'stalled');
  restartCounts(turn);
}

/** What was to follow the write does not; what was written stays known. */
function forgetPending(state: ActivityState, ok: boolean): void {
  const { pending } = state;
  state.pending = null;
  if (pending === null || pending.kind === 'leave') return;
  if (pending.kind === 'maintenance' || pending.kind === 'restamp' || pending.kind === 'keepSuspension') return;
  const epoch = 'heard' in pending ? pending.heard : pending.epoch;
  if (ok) state.record = { ...state.record, highest: maxEpoch(state.record.highest, epoch) };
  else state.unwritten = maxEpoch(state.unwritten, epoch);
}
