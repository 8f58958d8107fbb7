import type { HandoverReason } from '#contract/activity-frames';
import { compareEpochs, type Epoch } from '#contract/epoch';
import { activate, noteChangeover, renew, send, stopWriting, store } from './activation.ts';
import type { Turn } from './activity-types.ts';
import { blockersOf, freshEpoch, handoverRefusals, highestHeard } from './judgement.ts';

/** Rule 9. The active node stops writing first, then offers its work under an epoch made for the other. */
export function beginHandover(turn: Turn, reason: HandoverReason): void {
  const { state, now } = turn;
  if (state.peerId === null) return;
  const epoch = freshEpoch(state, state.peerId);
  state.phase = { kind: 'preparing', epoch, reason, since: now.elapsedMs };
  store(turn, { highest: epoch }, { kind: 'prepare', epoch, reason });
}

/** Before release the old node resumes, under a fresh epoch. */
export function abortHandover(turn: Turn): void {
  if (turn.state.phase.kind !== 'preparing') return;
  send(turn, { type: 'abort', epoch: turn.state.phase.epoch });
  renew(turn);
}

/** A standby Master asks for the work. */
export function hearAsk(turn: Turn): void {
  if (handoverRefusals(turn.state, turn.settings).length > 0) return send(turn, { type: 'refuse', epoch: null });
  beginHandover(turn, { cause: 'takeBack', requester: null, comment: null });
}

/** The active node has stopped writing and offers its work. */
export function hearPrepare(turn: Turn, epoch: Epoch, reason: HandoverReason): void {
  const { state, settings, now } = turn;
  const isBarred = blockersOf(state, settings).length > 0 || state.leaving !== null;
  const free = state.phase.kind === 'steady' || state.phase.kind === 'asking' || state.phase.kind === 'prepared';
  if (state.level !== 'Standby' || !free || isBarred) {
    return send(turn, { type: 'refuse', epoch });
  }
  state.phase = { kind: 'prepared', epoch, reason, since: now.elapsedMs };
  send(turn, { type: 'prepared', epoch });
}

/** The other node is ready: from "released on disk" on, this one never resumes by itself. */
export function hearPrepared(turn: Turn, epoch: Epoch): void {
  const { phase } = turn.state;
  if (phase.kind !== 'preparing' || !isSame(phase.epoch, epoch)) return;
  store(turn, { released: epoch }, { kind: 'release', epoch, reason: phase.reason, stoppedAt: phase.since });
}

/** "Released" is on disk. */
export function released(turn: Turn, epoch: Epoch, reason: HandoverReason, stoppedAt: number): void {
  const { state, settings } = turn;
  stopWriting(turn, 'handover');
  state.phase = { kind: 'released', epoch, reason, stoppedAt };
  if (settings.role === 'Master' && reason.requester !== null) state.heldByPerson = true;
  send(turn, { type: 'commit', epoch });
}

export function hearCommit(turn: Turn, epoch: Epoch): void {
  const { phase } = turn.state;
  const expected = phase.kind === 'prepared' && isSame(phase.epoch, epoch);
  if (expected && compareEpochs(epoch, highestHeard(turn.state)) >= 0) {
    return activate(turn, epoch, phase.reason.cause, phase.reason);
  }
  if (phase.kind === 'prepared') turn.state.phase = { kind: 'steady' };
  send(turn, { type: 'withdraw', epoch });
}

/** The handover could not be prepared, or was refused by the other node. */
export function handoverFailed(turn: Turn): void {
  turn.effects.push({ type: 'handoverEnded', done: false, gapMs: null });
}

/** Resuming failed as well: nobody is Active here, and the other node may claim. */
export function releasedForGood(turn: Turn): void {
  const { state, now } = turn;
  if (state.phase.kind !== 'preparing') return;
  const { epoch, reason } = state.phase;
  stopWriting(turn, 'handover');
  noteChangeover(turn, reason.cause);
  state.phase = { kind: 'released', epoch, reason, stoppedAt: now.elapsedMs };
  handoverFailed(turn);
}

export function isSame(one: Epoch, other: Epoch | null): boolean {
  return other !== null && one.number === other.number && one.nodeId === other.nodeId;
}
