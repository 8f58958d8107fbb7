import type { ChangeoverCause } from '#contract/activity-frames';
import { maxEpoch } from '#contract/epoch';
import { claim, send, store } from './activation.ts';
import type { Turn } from './activity-types.ts';
import { isSameTiming, pingPeriodMs, redialMs, suspicionMs } from './budget.ts';
import { abortHandover, beginHandover } from './handover.ts';
import { blockersOf, claimant, handoverRefusals, snapshotOf } from './judgement.ts';
import { dropLink, restPhase } from './loss.ts';
import { endWhenOver, giveUpAsking } from './maintenance.ts';
import { keepSuspension } from './suspension.ts';
import { isSuspended } from './suspension-word.ts';
import { isInMaintenance, isKeptFromGoingAlone } from './maintenance-word.ts';

/** What follows from the time and from everything heard so far. Runs after every input. */
export function decide(turn: Turn): void {
  const { state, settings } = turn;
  if (state.pending !== null) return;
  if (settings.role !== 'Independent') {
    watchLink(turn);
    state.declaredLost = isLost(turn);
    adoptOwnTiming(turn);
    if (isIdle(turn)) endWhatTakesTooLong(turn);
  }
  endWhenOver(turn);
  if (isIdle(turn)) giveUpAsking(turn);
  if (isIdle(turn)) catchUp(turn);
  if (isIdle(turn)) keepSuspension(turn);
  if (isIdle(turn)) {
    if (state.leaving !== null) leave(turn);
    else if (state.level !== 'Active') seekActivity(turn);
  }
  pingWhenDue(turn);
}

function isIdle({ state }: Turn): boolean {
  return state.pending === null && state.phase.kind !== 'left';
}

/** Rule 7: silence, or no echo of the own pings, ends the link. */
function watchLink(turn: Turn): void {
  const { state, now } = turn;
  if (!state.link.up) return;
  const budget = suspicionMs(state);
  const silent = now.elapsedMs - state.link.lastHeardAt > budget;
  const unheard = now.elapsedMs - state.link.lastEchoAt > budget + state.timing.current.pingRateMs;
  if (silent || unheard) dropLink(turn, 'silent');
}

function isLost({ state, now, settings }: Turn): boolean {
  if (state.link.up) return false;
  if (state.silentSince === null || state.goodbye !== null) return true;
  if (settings.refusalMeansDead && state.refusals.count >= 2) return true;
  return now.elapsedMs - state.silentSince >= suspicionMs(state);
}

/** A Backup's own setting was changed: until the Master follows, both budgets count as rule 13 says. */
function adoptOwnTiming({ state, settings }: Turn): void {
  const { current, previous } = state.timing;
  if (settings.role !== 'Backup' || isSameTiming(current, settings.timing)) return;
  state.timing = { current: settings.timing, previous: previous ?? current };
}

function endWhatTakesTooLong(turn: Turn): void {
  const { state, now } = turn;
  const { phase } = state;
  const budget = suspicionMs(state);
  if (phase.kind === 'preparing' && now.elapsedMs - phase.since > budget / 2) return abortHandover(turn);
  if (!state.link.up) return;
  if (phase.kind === 'claiming' && now.elapsedMs - phase.since > budget / 2) {
    state.phase = restPhase(state);
    send(turn, { type: 'withdraw', epoch: phase.epoch });
  } else if ((phase.kind === 'asking' || phase.kind === 'prepared') && now.elapsedMs - phase.since > budget) {
    state.phase = restPhase(state);
  } else if (phase.kind === 'released' && now.elapsedMs - phase.stoppedAt > 2 * budget) {
    state.phase = restPhase(state);
  }
}

/** An epoch that was heard while the disk was full is written as soon as that works again. */
function catchUp(turn: Turn): void {
  const { state } = turn;
  if (state.unwritten === null || !state.facts.diskWritable) return;
  store(
    turn,
    { highest: maxEpoch(state.record.highest, state.unwritten) },
    { kind: 'catchUp', heard: state.unwritten },
  );
}

/** Rule 10: hand over if the other can take it, else stop, write that down, and say goodbye. */
function leave(turn: Turn): void {
  const { state, settings } = turn;
  if (state.leaving === null || state.phase.kind === 'preparing' || state.phase.kind === 'released') return;
  const { backInMs, tried } = state.leaving;
  if (!tried && handoverRefusals(state, settings).length === 0) {
    state.leaving = { backInMs, tried: true };
    return beginHandover(turn, { cause: 'nodeStopped', requester: null, comment: null });
  }
  store(turn, { released: state.record.own }, { kind: 'leave', backInMs });
}

function seekActivity(turn: Turn): void {
  const { state, now, settings } = turn;
  if (now.elapsedMs < state.nextClaimAt) return;
  if (state.link.up && state.goodbye === null) {
    if (state.peer?.level === 'Active') askBack(turn);
    else claimLinked(turn);
    return;
  }
  const cause = causeToGoAlone(turn);
  if (cause === null) return;
  const isKept = settings.role !== 'Independent' && isKeptFromGoingAlone(state);
  const mayGo = !isKept && blockersOf(state, settings).length === 0;
  if (mayGo) return claim(turn, cause);
  if (state.level === 'Undecided') state.phase = { kind: 'waiting' };
}

/** Rule 3. */
function claimLinked(turn: Turn): void {
  const { state, settings, now } = turn;
  if (state.peer === null || !['steady', 'joining', 'stalled', 'waiting'].includes(state.phase.kind)) return;
  if (claimant(state, settings, state.peer) !== 'self') return;
  state.nextClaimAt = now.elapsedMs + state.timing.current.pingRateMs;
  claim(turn, state.level === 'Undecided' ? 'start' : 'nodeLost');
}

/** Whether this node may go on without the other one, and what that is called; `null`: not (yet). */
function causeToGoAlone(turn: Turn): ChangeoverCause | null {
  const { state, now, settings } = turn;
  const at = now.elapsedMs;
  if (settings.role === 'Independent') return 'start';
  if (state.goodbye !== null) return at >= state.goodbye.until ? 'nodeStopped' : null;
  const silentForMs = state.silentSince === null ? Infinity : at - state.silentSince;
  const budget = suspicionMs(state);
  switch (state.phase.kind) {
    case 'joining':
    case 'waiting':
      return at >= state.joinUntil && silentForMs >= budget ? 'start' : null;
    case 'stalled':
      return at >= state.phase.until && silentForMs >= budget + redialMs(state) ? 'nodeLost' : null;
    case 'granted':
      return silentForMs >= budget && isLostFor(state, at, budget) ? 'nodeLost' : null;
    case 'released':
      return silentForMs >= 2 * budget ? 'nodeLost' : null;
    default:
      return isLost(turn) ? 'nodeLost' : null;
  }
}

function isLostFor({ link }: Turn['state'], at: number, budget: number): boolean {
  return !link.up && link.lostAt !== null && at - link.lostAt >= budget;
}

/** Rules 5 and 14: a standby Master asks for the work, unless something speaks against it. */
function askBack(turn: Turn): void {
  const { state, settings, now } = turn;
  if (settings.role !== 'Master' || takeBackIs(turn) !== 'automatic' || state.phase.kind !== 'steady') return;
  const ready = state.facts.inSync && state.facts.compatible && blockersOf(state, settings).length === 0;
  if (!ready || state.peer?.writing !== true || now.elapsedMs < state.nextAskAt) return;
  state.phase = { kind: 'asking', since: now.elapsedMs };
  send(turn, { type: 'ask' });
}

/** What automatic take-back does now. */
export function takeBackIs({ state, settings, now }: Turn): 'automatic' | 'manual' | 'held' | 'suspended' {
  const recovery = settings.role === 'Backup' ? (state.peer?.recovery ?? 'Manual') : settings.recovery;
  if (recovery === 'Manual') return 'manual';
  if (isSuspended(state)) return 'suspended';
  return state.heldByPerson || isInMaintenance(state) || holdRemainingMs({ state, settings, now }) > 0
    ? 'held'
    : 'automatic';
}

/** How long the hold after the last changeover still lasts, ms. */
export function holdRemainingMs({ state, settings, now }: Pick<Turn, 'state' | 'settings' | 'now'>): number {
  const { lastAt } = state.changeovers;
  return lastAt === null ? 0 : Math.max(0, lastAt + settings.takeBackHoldMs - now.elapsedMs);
}

/** By the shorter period at once, when the settings change. */
function pingWhenDue(turn: Turn): void {
  const { state, now, settings } = turn;
  const { next, lastAt } = state.pings;
  if (!state.link.up || now.elapsedMs < lastAt + pingPeriodMs(state) || state.pending !== null) return;
  const outstanding = [...state.pings.outstanding, { number: next, sentAt: now.elapsedMs }].slice(-1000);
  state.pings = { next: next + 1, lastAt: now.elapsedMs, outstanding };
  send(turn, { type: 'ping', number: next, snapshot: snapshotOf(state, settings, now) });
}
