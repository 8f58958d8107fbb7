import type { PeerFacts, RedundancyStatus, Timer, UnderstudyStatus } from '#contract/redundancy-status';
import type { RedundancyConfig } from '#contract/redundancy-config';
import type { ActivityLevel, ProjectState } from '#contract/roles';
import type { ActivitySettings, ActivityState, Now } from './activity/activity-types.ts';
import { suspicionMs } from './activity/budget.ts';
import { holdRemainingMs, takeBackIs } from './activity/decide.ts';
import { snapshotOf } from './activity/judgement.ts';
import { isKeptFromGoingAlone } from './activity/maintenance-word.ts';
import type { FullSyncFacts, SyncFacts } from './synchronisation/synchronisation-parts.ts';

/** Everything that the status is made of. */
export interface StatusFacts {
  state: ActivityState;
  settings: ActivitySettings;
  config: RedundancyConfig;
  now: Now;
  localId: string;
  pairId: string | null;
  name: string;
  systemName: string;
  version: string;
  uptimeMs: number;
  peer: PeerFacts | null;
  sync: SyncFacts & { full: FullSyncFacts };
}

const handingOver: readonly ActivityState['phase']['kind'][] = ['asking', 'preparing', 'prepared', 'released'];

/** `GET /data/api/v1/redundancy` */
export function statusOf(facts: StatusFacts): RedundancyStatus {
  const { state, config, sync, peer } = facts;
  return {
    role: config.role,
    projectState: projectStateOf(facts),
    activityLevel: activityLevelOf(state, config),
    localId: facts.localId,
    ...(peer?.address == null || peer.nodeId === null ? {} : { peerId: peer.address }),
    peerConnected: state.link.up,
    hasConfigAccess: config.role !== 'Backup',
    syncPending: sync.pendingAll,
    failoverPending: handingOver.includes(state.phase.kind),
    uptime: Math.round(facts.uptimeMs),
    lastSyncTimestamp: sync.completedAt ?? -1,
    understudy: understudyOf(facts),
  };
}

export function activityLevelOf({ level }: ActivityState, config: RedundancyConfig): ActivityLevel {
  return level === 'Standby' ? config.standbyActivityLevel : level;
}

function projectStateOf({ state, sync }: StatusFacts): ProjectState {
  if (!state.link.up) return 'Unknown';
  if (sync.lacksModules) return 'Incompatible (Modules)';
  if (sync.inSync) return 'Good';
  return sync.compared ? 'Out of Date' : 'Unknown';
}

function understudyOf(facts: StatusFacts): UnderstudyStatus {
  const { state, settings, now } = facts;
  const own = snapshotOf(state, settings, now);
  const { pingRateMs, pingMaxMissed } = state.timing.current;
  const active = state.level === 'Active';
  return {
    nodeId: state.nodeId,
    pairId: facts.pairId,
    name: facts.name,
    systemName: facts.systemName,
    version: facts.version,
    activeSinceAt: own.activeForMs === null ? null : Math.round(now.wallAt - own.activeForMs),
    epoch: active ? state.record.own : null,
    authority: settings.role === 'Independent' || state.link.up ? 'confirmed' : 'unconfirmed',
    clock: { at: now.wallAt },
    peer: facts.peer,
    sync: syncOf(facts),
    budget: { pingRateMs, pingMaxMissed, budgetMs: suspicionMs(state) },
    timers: timersOf(facts),
    blockers: own.blockers,
    canActivate: own.canActivate,
    ...maintenanceOf(facts),
    takeBack: takeBackIs({ state, settings, now, effects: [] }),
    recentChangeovers: Math.max(own.recentChangeovers, state.link.up ? (state.peer?.recentChangeovers ?? 0) : 0),
  };
}

function maintenanceOf({ state: { maintenance }, now }: StatusFacts): Pick<UnderstudyStatus, 'maintenance'> {
  if (maintenance.order === null) return {};
  const { until, reason } = maintenance.order;
  return { maintenance: { untilAt: Math.round(now.wallAt + until - now.elapsedMs), reason } };
}

function syncOf(facts: StatusFacts): UnderstudyStatus['sync'] {
  const { completedAt, full } = facts.sync;
  return {
    state: syncStateOf(facts),
    lastGoodAt: completedAt,
    ...(full.progress === null ? {} : { progress: full.progress }),
    held: full.held,
    fullSyncsLastHour: full.lastHour,
    fullSyncsOf: full.lastHourOf,
    loop: full.loop,
    lacksModules: full.lacksModules === true,
  };
}

function syncStateOf({ sync }: StatusFacts): UnderstudyStatus['sync']['state'] {
  if (sync.pending) return 'running';
  return sync.completedAt === null ? 'never' : 'done';
}

/** The countdowns that run now. */
function timersOf({ state, settings, now }: StatusFacts): Timer[] {
  const timers: Timer[] = [];
  const add = (name: Timer['name'], untilMs: number) => {
    timers.push({ name, remainingMs: Math.max(0, Math.round(untilMs - now.elapsedMs)) });
  };
  if (settings.role === 'Independent') return timers;
  const { phase, silentSince } = state;
  if (phase.kind === 'joining') add('join', Math.max(phase.until, state.joinUntil));
  if (phase.kind === 'stalled') add('stall', phase.until);
  if (phase.kind === 'preparing') add('handover', phase.since + suspicionMs(state) / 2);
  const isSilent = silentSince !== null && now.elapsedMs - silentSince > state.timing.current.pingRateMs;
  const mayTakeOver = state.level === 'Standby' && !isKeptFromGoingAlone(state);
  if (mayTakeOver && silentSince !== null && (!state.link.up || isSilent)) {
    add('takeOver', silentSince + suspicionMs(state));
  }
  const holdMs = holdRemainingMs({ state, settings, now });
  const waitsForHold = settings.role === 'Master' && state.level === 'Standby' && !state.heldByPerson && holdMs > 0;
  if (waitsForHold && settings.recovery === 'Automatic') add('takeBack', now.elapsedMs + holdMs);
  return timers;
}
