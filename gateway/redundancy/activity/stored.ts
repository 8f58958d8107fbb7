import { compareEpochs, maxEpoch } from '#contract/epoch';
import { becomeActive, renew, send, stopWriting } from './activation.ts';
import type { ActivityState, LinkInput, Pending, Turn } from './activity-types.ts';
import { handoverFailed, released, releasedForGood } from './handover.ts';
import { restPhase } from './loss.ts';
import { maintenanceNotWritten, maintenanceWritten, restamp, takeWord } from './maintenance.ts';

/** The disk has answered: goes on with what waited for it. */
export function stored(turn: Turn, ok: boolean, actOn: (input: LinkInput) => void): void {
  const { pending } = turn.state;
  turn.state.pending = null;
  if (pending === null) return;
  if (ok) return written(turn, pending, actOn);
  turn.state.facts = { ...turn.state.facts, diskWritable: false };
  turn.effects.push({ type: 'storeFailed' });
  failed(turn, pending, actOn);
}

function written(turn: Turn, pending: Pending, actOn: (input: LinkInput) => void): void {
  const { state, now } = turn;
  const raise = (epoch: typeof state.record.highest) => maxEpoch(state.record.highest, epoch);
  switch (pending.kind) {
    case 'hear':
      state.record = { ...state.record, highest: raise(pending.heard), timing: pending.timing };
      takeNews(turn, pending);
      return actOn(pending.input);
    case 'catchUp':
      state.record = { ...state.record, highest: raise(pending.heard) };
      state.unwritten = null;
      return owesRenewal(state) ? renew(turn) : undefined;
    case 'keepSuspension':
      state.record = { ...state.record, suspension: pending.suspension };
      return;
    case 'claim':
      state.record = { ...state.record, highest: pending.epoch };
      state.phase = { ...pending, kind: 'claiming', since: now.elapsedMs };
      return send(turn, { type: 'claim', epoch: pending.epoch });
    case 'activate':
      state.record = { ...state.record, highest: raise(pending.epoch), own: pending.epoch, released: null };
      return becomeActive(turn, pending.epoch, pending.cause, pending.reason);
    case 'prepare':
      state.record = { ...state.record, highest: pending.epoch };
      return send(turn, { type: 'prepare', epoch: pending.epoch, reason: pending.reason });
    case 'release':
      state.record = { ...state.record, released: pending.epoch };
      return released(turn, pending.epoch, pending.reason, pending.stoppedAt);
    case 'renew':
      return renewed(turn, pending);
    case 'leave':
      return left(turn, pending.backInMs);
    case 'maintenance':
      return maintenanceWritten(turn, pending.record, pending.by);
    case 'restamp':
      return restamp(state, pending.record);
  }
}

/** Rule 2, made up for: the other node takes nothing of an active one whose epoch is below what it has heard. */
function owesRenewal({ level, phase, link, peer, record }: ActivityState): boolean {
  const isAlone = !link.up || peer?.level === 'Active';
  return level === 'Active' && phase.kind === 'steady' && !isAlone && compareEpochs(record.highest, record.own) > 0;
}

function takeNews(turn: Turn, { input, news }: Extract<Pending, { kind: 'hear' }>): void {
  if (news === null) return;
  const said = input.type === 'frame' && input.frame.type === 'maintain' ? input.frame.by : null;
  takeWord(turn, news, said);
}

function renewed(turn: Turn, { epoch }: Extract<Pending, { kind: 'renew' }>): void {
  const { state } = turn;
  state.record = { ...state.record, highest: epoch, own: epoch, released: null };
  if (state.phase.kind === 'preparing') {
    state.phase = { kind: 'steady' };
    handoverFailed(turn);
  }
  turn.effects.push({ type: 'renewed', epoch });
}

/** Stopped and written down: the other node takes over at once. */
function left(turn: Turn, backInMs: number | null): void {
  const { state } = turn;
  state.record = { ...state.record, released: state.record.own };
  if (state.level === 'Active') stopWriting(turn, 'stopping');
  state.phase = { kind: 'left' };
  send(turn, { type: 'goodbye', backInMs });
  turn.effects.push({ type: 'left' });
}

/** A failed write means: stay standby, and say so. What was heard is kept in memory and bars this node. */
function failed(turn: Turn, pending: Pending, actOn: (input: LinkInput) => void): void {
  const { state, now } = turn;
  switch (pending.kind) {
    case 'hear':
      state.unwritten = maxEpoch(state.unwritten, pending.heard);
      // An order counts when it is on disk; what has been agreed on counts anyway.
      if (pending.input.type === 'linkUp' || pending.input.frame.type !== 'maintain') takeNews(turn, pending);
      return actOn(pending.input);
    case 'catchUp':
    case 'keepSuspension':
      return;
    case 'claim':
    case 'activate':
      state.nextClaimAt = now.elapsedMs + state.timing.current.pingRateMs;
      state.phase = restPhase(state);
      return send(turn, { type: 'withdraw', epoch: pending.epoch });
    case 'prepare':
      state.phase = { kind: 'steady' };
      return handoverFailed(turn);
    case 'release':
      send(turn, { type: 'abort', epoch: pending.epoch });
      return releasedForGood(turn);
    case 'renew':
      if (state.phase.kind === 'steady') state.unwritten = maxEpoch(state.unwritten, pending.epoch);
      return releasedForGood(turn);
    case 'leave':
      return left(turn, pending.backInMs);
    case 'maintenance':
      return maintenanceNotWritten(turn);
    case 'restamp':
      return restamp(state, pending.record);
  }
}
