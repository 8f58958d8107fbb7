import type { ActivityFrame } from '#contract/activity-frames';
import { compareEpochs, type Epoch } from '#contract/epoch';
import { activate, renew, send, sendStatus } from './activation.ts';
import type { Turn } from './activity-types.ts';
import { abortHandover, hearAsk, hearCommit, hearPrepare, hearPrepared, isSame } from './handover.ts';
import { highestHeard, snapshotOf } from './judgement.ts';
import { restPhase } from './loss.ts';
import { hearMaintained } from './maintenance.ts';
import { resumeTakeBack } from './suspension.ts';
import { giveUp, hearSnapshot, ownActiveMs } from './snapshots.ts';

/** One frame of the peer. Whatever it is, the peer was heard. */
export function hearFrame(turn: Turn, frame: ActivityFrame): void {
  const { state, now } = turn;
  if (!state.link.up) return;
  state.link = { ...state.link, lastHeardAt: now.elapsedMs };
  state.silentSince = now.elapsedMs;
  if ('snapshot' in frame) hearSnapshot(turn, frame.snapshot);
  switch (frame.type) {
    case 'status':
      return;
    case 'ping':
      return echo(turn, frame.number);
    case 'echo':
      return hearEcho(turn, frame.number, frame.at);
    case 'claim':
      return hearClaim(turn, frame.epoch);
    case 'ask':
      return hearAsk(turn);
    case 'maintain':
      return send(turn, { type: 'maintained', stamp: frame.word.stamp, ok: holds(turn, frame.word.stamp) });
    case 'maintained':
      return hearMaintained(turn, frame.stamp, frame.ok);
    case 'prepare':
      return hearPrepare(turn, frame.epoch, frame.reason);
    case 'prepared':
      return hearPrepared(turn, frame.epoch);
    case 'commit':
      return hearCommit(turn, frame.epoch);
    default:
      return hearAnswer(turn, frame);
  }
}

type Answer = Extract<
  ActivityFrame,
  { type: 'grant' | 'refuse' | 'withdraw' | 'abort' | 'stop' | 'stopped' | 'resumeTakeBack' | 'goodbye' }
>;

function hearAnswer(turn: Turn, frame: Answer): void {
  const { state } = turn;
  switch (frame.type) {
    case 'grant':
      return hearGrant(turn, frame.epoch);
    case 'refuse':
      return hearRefuse(turn, frame.epoch);
    case 'withdraw':
      if (state.phase.kind === 'granted' || state.phase.kind === 'released') state.phase = restPhase(state);
      return;
    case 'abort':
      if (state.phase.kind === 'prepared' && isSame(state.phase.epoch, frame.epoch)) state.phase = restPhase(state);
      return;
    case 'stop':
      if (state.level === 'Active' && state.phase.kind !== 'preparing') giveUp(turn, state.peer?.activeForMs ?? null);
      return;
    case 'stopped':
      return hearStopped(turn);
    case 'resumeTakeBack':
      return resumeTakeBack(turn);
    case 'goodbye':
      return hearGoodbye(turn, frame.backInMs);
  }
}

function echo(turn: Turn, number: number): void {
  const snapshot = snapshotOf(turn.state, turn.settings, turn.now);
  send(turn, { type: 'echo', number, snapshot, at: turn.now.wallAt });
}

function hearEcho(turn: Turn, number: number, peerAt: number): void {
  const { state, now } = turn;
  const ping = state.pings.outstanding.find((sent) => sent.number === number);
  if (ping === undefined || !state.link.up) return;
  state.link = { ...state.link, lastEchoAt: now.elapsedMs, lastEchoSentAt: ping.sentAt };
  state.pings = { ...state.pings, outstanding: state.pings.outstanding.filter((sent) => sent.number > number) };
  const roundTripMs = now.elapsedMs - ping.sentAt;
  state.measured = { roundTripMs, clockOffsetMs: peerAt + roundTripMs / 2 - now.wallAt };
}

/** The granter is barred until the link was lost for the whole budget, or the claim ends otherwise. */
function hearClaim(turn: Turn, epoch: Epoch): void {
  const { state } = turn;
  const ownIsGreater = state.phase.kind === 'claiming' && compareEpochs(state.phase.epoch, epoch) > 0;
  if (state.level === 'Active' || ownIsGreater) {
    send(turn, { type: 'refuse', epoch });
    return sendStatus(turn);
  }
  if (state.level === 'Undecided') state.level = 'Standby';
  if (state.phase.kind !== 'left') state.phase = { kind: 'granted', epoch };
  send(turn, { type: 'grant', epoch });
}

/**
 * A grant for an epoch that is no longer above everything heard is of no use: the next claim is. Nor is one for a node
 * that learned meanwhile that what it holds does not count, unless a person ordered it.
 */
function hearGrant(turn: Turn, epoch: Epoch): void {
  const { state } = turn;
  if (state.phase.kind !== 'claiming' || !isSame(state.phase.epoch, epoch)) return;
  const isBarred = state.facts.divergence === 'self' && state.phase.cause !== 'forced';
  if (compareEpochs(epoch, highestHeard(state)) >= 0 && !isBarred) {
    return activate(turn, epoch, state.phase.cause, state.phase.reason);
  }
  state.phase = restPhase(state);
  send(turn, { type: 'withdraw', epoch });
}

function hearRefuse(turn: Turn, epoch: Epoch | null): void {
  const { state, now } = turn;
  if (state.phase.kind === 'claiming' && isSame(state.phase.epoch, epoch)) state.phase = restPhase(state);
  else if (state.phase.kind === 'preparing' && isSame(state.phase.epoch, epoch)) abortHandover(turn);
  else if (state.phase.kind === 'asking' && epoch === null) {
    state.phase = restPhase(state);
    state.nextAskAt = now.elapsedMs + 2 * state.timing.current.pingRateMs;
  }
}

/** The loser of a split brain has stopped: the survivor goes on above both epochs (rule 11). */
function hearStopped(turn: Turn): void {
  const { state } = turn;
  if (state.level !== 'Active' || state.phase.kind === 'preparing') return;
  const overlapMs = Math.min(ownActiveMs(turn), state.peer?.activeForMs ?? Infinity);
  turn.effects.push({ type: 'splitBrainResolved', overlapMs, survivor: 'self' });
  renew(turn);
}

/** Whether the word that was sent is the one that counts here: it was written, and there is no later one. */
function holds({ state }: Turn, stamp: Epoch): boolean {
  return compareEpochs(state.maintenance.stamp, stamp) === 0;
}

/** It has stopped writing and will not write again: no grant is needed any more (rule 10). */
function hearGoodbye(turn: Turn, backInMs: number | null): void {
  const { state, now, settings } = turn;
  const waitMs = backInMs === null ? 0 : Math.min(backInMs, settings.joinWaitMs);
  state.goodbye = { until: now.elapsedMs + waitMs };
  if (state.peer !== null) state.peer = { ...state.peer, level: 'Standby', writing: false, canActivate: false };
  if (state.phase.kind === 'preparing') abortHandover(turn);
  else if (['claiming', 'granted', 'prepared', 'released'].includes(state.phase.kind)) state.phase = restPhase(state);
}
