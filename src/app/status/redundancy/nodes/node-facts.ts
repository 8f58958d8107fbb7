import type { RedundancyStatus, Timer, UnderstudyStatus } from '#contract/redundancy-status';
import type { Statement } from '../../../gateways/gateways-state.ts';
import { fact, missing, type Fact } from '../../../ui/fact.ts';
import { momentInUtc, momentInWords } from '../../../ui/moment.ts';
import { calmSpan, spanInWords } from '../../../ui/span.ts';

/** Above this a difference of clocks makes times hard to compare, ms. */
export const clockWarningMs = 500;
const clockStepMs = 100;

/** Every field of the status, in words. `address`: where this browser reaches the node; empty for this page. */
export function nodeFacts(statement: Statement, now: number, address: string | null): Fact[] {
  const { status } = statement;
  const skewMs = skew(statement);
  const moment = (at: number) => ({ text: momentInWords(at - skewMs, now), hover: momentInUtc(at - skewMs) });
  return [
    activityLevel(status),
    activeSince(status, moment),
    syncStatus(status, moment),
    lastSync(status, moment),
    peerConnected(status, moment),
    peerAddress(status),
    uptime(status, moment),
    status.understudy === undefined ? missing('Version', 'not reported') : fact('Version', status.understudy.version),
    clock(status.understudy, skewMs),
    address === null ? missing('Address', 'none', 'this browser has not reached it') : fact('Address', address),
  ];
}

type Moment = (at: number) => { text: string; hover: string };

/** Clock of the node minus this browser's, in steps that do not flicker with the length of each request; ms. */
function skew({ status, askedAt, receivedAt }: Statement): number {
  if (status.understudy === undefined) return 0;
  return Math.round((status.understudy.clock.at - (askedAt + receivedAt) / 2) / clockStepMs) * clockStepMs;
}

function activityLevel(status: RedundancyStatus): Fact {
  const { activityLevel: level, failoverPending } = status;
  const running = tellingTimers(status).map(countdown);
  const note = failoverPending ? 'a handover is running' : running.join(', ') || null;
  return fact('Activity Level', level, { note });
}

/** What will come to pass if nothing changes. One ping that comes late on a link that is up says nothing. */
function tellingTimers({ understudy, peerConnected, projectState }: RedundancyStatus): Timer[] {
  if (understudy === undefined) return [];
  const { blockers, budget, timers, takeBack, maintenance } = understudy;
  const lateMs = peerConnected ? 2 * budget.pingRateMs : 0;
  return timers.filter(({ name, remainingMs }) => {
    if (name === 'takeOver') return blockers.length === 0 && budget.budgetMs - remainingMs >= lateMs;
    if (name !== 'takeBack') return true;
    const isFree = blockers.length === 0 && maintenance === undefined && takeBack !== 'suspended';
    return isFree && projectState === 'Good';
  });
}

function countdown({ name, remainingMs }: Timer): string {
  const span = spanInWords(Math.max(1000, remainingMs));
  switch (name) {
    case 'join':
      return `decides in ${span} at the latest`;
    case 'takeOver':
      return `takes over in ${span}`;
    case 'takeBack':
      return `takes back in ${span}`;
    case 'handover':
      return `hands over within ${span}`;
    case 'stall':
      return `looks around for ${span}`;
  }
}

/** For how long, when it was said: what a silent node does now is not known. */
function activeSince({ activityLevel: level, understudy }: RedundancyStatus, moment: Moment): Fact {
  if (understudy === undefined) return missing('Active since', 'not reported');
  const at = understudy.activeSinceAt;
  if (at === null && level === 'Active') return missing('Active since', 'unknown');
  if (at === null) return fact('Active since', 'not active', { look: 'missing' });
  const { text, hover } = moment(at);
  return fact('Active since', text, { note: `(${calmSpan(understudy.clock.at - at)})`, hover });
}

function syncStatus(
  { projectState, peerConnected: linked, syncPending, understudy }: RedundancyStatus,
  moment: Moment,
): Fact {
  const note = pendingInWords(syncPending, understudy?.sync);
  if (projectState === 'Good') return fact('Sync Status', 'Good', { note });
  if (projectState !== 'Unknown') return fact('Sync Status', projectState, { look: 'attention', note });
  if (understudy === undefined) return missing('Sync Status', 'unknown', note);
  const lastGoodAt = understudy.sync.lastGoodAt;
  const lastGood = lastGoodAt === null ? 'never Good yet' : `last Good ${moment(lastGoodAt).text}`;
  return fact('Sync Status', linked ? 'being compared' : 'not comparable now', { look: 'missing', note: lastGood });
}

/** Of changes that are sent one by one other gateways tell nothing. */
function pendingInWords(syncPending: boolean, sync: UnderstudyStatus['sync'] | undefined): string | null {
  if (syncPending) return sync?.progress === undefined ? 'a full sync is wanted or running' : 'a full sync is running';
  return sync?.state === 'running' ? 'being synchronised' : null;
}

function lastSync({ lastSyncTimestamp: at }: RedundancyStatus, moment: Moment): Fact {
  if (at < 0) return missing('Last Sync', 'never');
  const { text, hover } = moment(at);
  return fact('Last Sync', text, { hover });
}

/** As in "connect ECONNREFUSED 10.0.0.11:8060": that nobody answers there is said without it. */
const wordsOfTheSystem = /\bE[A-Z]{4,}|^Unexpected /;

/** Why the Master refuses. Only of the Backup, which tries each second: what the Master remembers may be long past. */
function whyUnlinked(understudy: UnderstudyStatus | undefined): string[] {
  const { role, lastError } = understudy?.peer ?? {};
  return role === 'Master' && lastError != null && !wordsOfTheSystem.test(lastError) ? [lastError] : [];
}

function peerConnected({ peerConnected: linked, peerId, understudy }: RedundancyStatus, moment: Moment): Fact {
  if (linked) return fact('Peer Connected', 'Yes');
  if (understudy?.peer === null) return missing('Peer Connected', 'none', 'no partner is configured');
  const never = understudy?.peer === undefined ? peerId === undefined : understudy.peer.connectedAt === null;
  if (never) return fact('Peer Connected', 'never', { look: 'attention' });
  const lostAt = understudy?.peer?.lostAt ?? null;
  return fact('Peer Connected', 'No', {
    look: 'attention',
    note: lostAt === null ? null : [`lost at ${moment(lostAt).text}`, ...whyUnlinked(understudy)].join(': '),
    hover: lostAt === null ? null : moment(lostAt).hover,
  });
}

function peerAddress({ understudy }: RedundancyStatus): Fact {
  if (understudy === undefined) return missing('Peer Address', 'not reported');
  const address = understudy.peer?.address ?? null;
  return address === null ? missing('Peer Address', 'none') : fact('Peer Address', address);
}

function uptime({ uptime: ms, understudy }: RedundancyStatus, moment: Moment): Fact {
  const hover = understudy === undefined ? null : `started at ${moment(understudy.clock.at - ms).hover}`;
  return fact('Uptime', calmSpan(ms), { hover });
}

function clock(understudy: UnderstudyStatus | undefined, skewMs: number): Fact {
  if (understudy === undefined) return missing('Clock', 'not reported');
  if (skewMs === 0) return fact('Clock', 'the same as here');
  const text = `${spanInWords(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'} this browser`;
  return fact('Clock', text, { look: Math.abs(skewMs) > clockWarningMs ? 'attention' : 'plain' });
}
