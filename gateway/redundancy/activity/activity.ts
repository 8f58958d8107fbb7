import type { ActivitySnapshot, MaintenanceWord } from '#contract/activity-frames';
import { compareEpochs, maxEpoch, type Epoch } from '#contract/epoch';
import { send, sendStatus, store } from './activation.ts';
import type {
  ActivitySettings,
  ActivityState,
  EpochRecord,
  Facts,
  Input,
  LinkInput,
  MaintenanceRecord,
  Now,
  Outcome,
  Timing,
  Turn,
} from './activity-types.ts';
import { isEqual, isSameTiming, pingPeriodMs, suspicionMs, timingAtStart, timingWhenTold } from './budget.ts';
import { decide } from './decide.ts';
import { fenceFacts, isStalled } from './fence.ts';
import { activateNow } from './forced.ts';
import { hearFrame } from './frames.ts';
import { beginHandover } from './handover.ts';
import { handoverRefusals, highestHeard, snapshotOf } from './judgement.ts';
import { hearRefusal, linkDown, linkUp, restartCounts, stallFenced } from './loss.ts';
import { endMaintenance, orderMaintenance } from './maintenance.ts';
import { resumeTakeBack } from './suspension.ts';
import { isSameWord } from './suspension-word.ts';
import { heldMaintenance, newsIn } from './maintenance-word.ts';
import { stored } from './stored.ts';

/** A node that starts: it knows its epochs from disk, and nothing of who is active (rule 1). */
export function initialState(
  nodeId: string,
  record: EpochRecord,
  facts: Facts,
  settings: ActivitySettings,
  now: Now,
  maintenance: MaintenanceRecord | null = null,
): ActivityState {
  const timing = timingAtStart(record, settings);
  const joinUntil = now.elapsedMs + Math.max(settings.joinWaitMs, leastWaitMs(record, timing));
  return {
    nodeId,
    level: 'Undecided',
    phase: { kind: 'joining', until: joinUntil },
    joinUntil,
    record,
    unwritten: null,
    pending: null,
    facts,
    link: { up: false, lostAt: null, because: null },
    peerId: null,
    peer: null,
    silentSince: null,
    lastEchoSentAt: null,
    declaredLost: true,
    refusals: { count: 0, firstAt: 0 },
    goodbye: null,
    timing,
    pings: { next: 1, lastAt: -Infinity, outstanding: [] },
    measured: null,
    activeSince: null,
    lastTickAt: now.elapsedMs,
    nextClaimAt: 0,
    nextAskAt: 0,
    suspension: settings.role === 'Independent' ? null : record.suspension,
    ...noOrders(maintenance, now),
  };
}

/** What persons ordered, and what speaks against automatic take-back. */
function noOrders(maintenance: MaintenanceRecord | null, now: Now) {
  return {
    changeovers: { lastAt: null, unplanned: [] },
    heldByPerson: false,
    maintenance: heldMaintenance(maintenance, now),
    asked: null,
    leaving: null,
  };
}

/** A peer that stands still may write until its fence closes: a node that was in a pair waits at least the budget. */
function leastWaitMs(record: EpochRecord, timing: Timing): number {
  return record.highest === null && record.timing === null ? 0 : suspicionMs({ timing });
}

/**
 * Who is active: the whole decision, without I/O. Rules 1 to 16 of the design.
 * A `store` effect is always the last one, and the next input after it is its `stored`.
 */
export function step(before: ActivityState, input: Input, settings: ActivitySettings, now: Now): Outcome {
  const turn: Turn = { state: { ...before }, effects: [], settings, now };
  if (passedTheFence(turn, input)) act(turn, input);
  decide(turn);
  if (differs(before, turn)) insertStatus(turn);
  return { state: turn.state, effects: turn.effects };
}

/** Rule 12: whatever arrives after a stall that the peer may have used to take over does not count. */
function passedTheFence(turn: Turn, input: Input): boolean {
  const { state, now, settings } = turn;
  const gapMs = now.elapsedMs - state.lastTickAt;
  const stalled = isStalled(fenceFacts(state, settings.role === 'Independent'), now.elapsedMs);
  const paused = gapMs > pingPeriodMs(state);
  state.lastTickAt = now.elapsedMs;
  if (!paused && !stalled) return true;
  if (stalled && settings.role === 'Independent') turn.effects.push({ type: 'stallNoticed', gapMs });
  else if (stalled) {
    stallFenced(turn, gapMs, input);
    return input.type !== 'frame' && input.type !== 'linkUp' && input.type !== 'stored';
  } else if (state.level !== 'Active') restartCounts(turn);
  return true;
}

function act(turn: Turn, input: Input): void {
  switch (input.type) {
    case 'tick':
      return;
    case 'linkUp':
    case 'frame':
      return hear(turn, input);
    case 'linkDown':
      return linkDown(turn, input.because);
    case 'refused':
      return hearRefusal(turn);
    case 'facts':
      turn.state.facts = { ...turn.state.facts, ...input.facts };
      return;
    case 'handOver':
      return handOver(turn, input.requester, input.comment);
    case 'resumeTakeBack':
      resumeTakeBack(turn);
      return send(turn, { type: 'resumeTakeBack' });
    case 'maintain':
      return orderMaintenance(turn, input);
    case 'endMaintenance':
      return endMaintenance(turn, input.requester);
    case 'activateNow':
      return activateNow(turn, input.requester);
    case 'leave':
      turn.state.leaving = { backInMs: input.backInMs, tried: input.backInMs !== null };
      return;
    case 'stored':
      return stored(turn, input.ok, (held) => actOn(turn, held));
  }
}

function handOver(turn: Turn, requester: string, comment: string | null): void {
  if (handoverRefusals(turn.state, turn.settings).length > 0) {
    turn.effects.push({ type: 'handoverEnded', done: false, gapMs: null });
    return;
  }
  beginHandover(turn, { cause: 'planned', requester, comment });
}

/** Rules 2, 13 and 15: what is heard of epochs, timing and maintenance is on disk before its frame is acted on. */
function hear(turn: Turn, input: LinkInput): void {
  const { record } = turn.state;
  const epoch = epochIn(input);
  const heard = compareEpochs(epoch, highestHeard(turn.state)) > 0 ? epoch : null;
  const timing = timingIn(turn, input);
  const isStale = input.type === 'frame' && !turn.state.link.up;
  const news = isStale ? null : newsIn(turn.state, wordIn(input), turn.now);
  if (heard === null && timing === record.timing && news === null) return actOn(turn, input);
  store(turn, { highest: maxEpoch(record.highest, heard), timing }, { kind: 'hear', input, heard, timing, news }, news);
}

/** What is to be kept: a Master writes what it is told before it goes by it, a Backup what both go by. */
function timingIn({ state, settings }: Turn, input: LinkInput): Timing | null {
  const kept = state.record.timing;
  const snapshot = snapshotIn(input);
  if (snapshot === null) return kept;
  const isAgreed = kept === null || isSameTiming(snapshot.timing, state.timing.current);
  if (settings.role === 'Backup' && !isAgreed) return kept;
  const next =
    settings.role === 'Master' ? timingWhenTold(state.timing, snapshot) : { current: snapshot.timing, previous: null };
  return isEqual(next, kept) ? kept : next;
}

function snapshotIn(input: LinkInput): ActivitySnapshot | null {
  if (input.type === 'linkUp') return input.snapshot;
  return 'snapshot' in input.frame ? input.frame.snapshot : null;
}

function wordIn(input: LinkInput): MaintenanceWord | undefined {
  if (input.type === 'frame' && input.frame.type === 'maintain') return input.frame.word;
  return snapshotIn(input)?.maintenance;
}

function actOn(turn: Turn, input: LinkInput): void {
  if (input.type === 'linkUp') linkUp(turn, input.peerId, input.snapshot);
  else hearFrame(turn, input.frame);
}

function epochIn(input: LinkInput): Epoch | null {
  if (input.type === 'frame' && 'epoch' in input.frame) return input.frame.epoch;
  return snapshotIn(input)?.highest ?? null;
}

/** Whether the peer must hear at once that this node changed. */
function differs(before: ActivityState, turn: Turn): boolean {
  if (!turn.state.link.up || !before.link.up) return false;
  const then = snapshotOf(before, turn.settings, turn.now);
  const now = snapshotOf(turn.state, turn.settings, turn.now);
  return (
    then.level !== now.level ||
    then.writing !== now.writing ||
    then.canActivate !== now.canActivate ||
    !isSameWord(before.suspension, turn.state.suspension) ||
    compareEpochs(then.maintenance?.stamp ?? null, now.maintenance?.stamp ?? null) !== 0 ||
    then.timingAgreed !== now.timingAgreed ||
    then.blockers.join() !== now.blockers.join() ||
    compareEpochs(then.own, now.own) !== 0
  );
}

function insertStatus(turn: Turn): void {
  const last = turn.effects.at(-1);
  if (last?.type !== 'store') return sendStatus(turn);
  turn.effects.pop();
  sendStatus(turn);
  turn.effects.push(last);
}
