import { misfitOf } from './misfit.ts';
import type { Timer } from './redundancy-status.ts';
import { reason, type Reason, type ReasonCode, type VerdictCode } from './verdict-codes.ts';
import { nameOf, observed, otherNameOf, peerOf, sameMoment, type LiveNode, type Scene } from './verdict-scene.ts';

/** How many unplanned changeovers in ten minutes are too many. */
const flappingCount = 3;

/** No reason: the rule does not match. */
export type Rule = (scene: Scene) => Reason[];

/** In the order in which they are tried. */
export const rules: readonly (readonly [VerdictCode, Rule])[] = [
  ['notKnown', nothingLive],
  ['splitBrain', splitBrain],
  ['nobodyActive', nobodyActive],
  ['notPaired', notPaired],
  ['starting', starting],
  ['maintenance', maintenance],
  ['runningAlone', runningAlone],
  ['failoverBlocked', failoverBlocked],
  ['flapping', flapping],
  ['synchronising', synchronising],
  ['protected', proven],
];

function nothingLive({ live }: Scene): Reason[] {
  return live.length === 0 ? [reason('noAnswer', null)] : [];
}

function splitBrain(scene: Scene): Reason[] {
  if (!scene.split || scene.active === null) return [];
  const apart = scene.live.find(({ status }) => status.role === 'Independent');
  return [about(scene, apart ?? scene.active, apart === undefined ? 'bothActive' : 'activeApart')];
}

/** Only what is certain: nobody seen is active, nobody is about to be, and nobody unseen is known to be. */
function nobodyActive(scene: Scene): Reason[] {
  const [first, second] = scene.live;
  if (first === undefined || scene.active !== null || comingReasons(scene).length > 0) return [];
  if (second !== undefined && !sameMoment(first, second)) return [];
  if (second === undefined && mayHaveActivePeer(first)) return [];
  const kept = scene.live.flatMap((node) => inMaintenance(scene, node, 'keptByMaintenance'));
  const why = kept.length > 0 ? kept : [about(scene, first, 'noneActive')];
  return [...why, ...scene.live.flatMap((node) => blockers(scene, node))];
}

/** Linked to a node that this observer does not see, and that is not known to stand by. */
function mayHaveActivePeer({ status }: LiveNode): boolean {
  const level = status.understudy?.peer?.activityLevel;
  return status.role === 'Independent' || (status.peerConnected && level !== 'Warm' && level !== 'Cold');
}

function notPaired(scene: Scene): Reason[] {
  const independent = scene.live.filter((node) => node.status.role === 'Independent');
  if (independent.length > 0) return independent.map((node) => about(scene, node, 'independent'));
  return scene.live
    .filter((node) => node.status.understudy?.peer === null)
    .map((node) => about(scene, node, 'noPartner'));
}

function starting(scene: Scene): Reason[] {
  return scene.active === null ? comingReasons(scene) : [];
}

/** Why somebody will be active soon without anybody's help. */
function comingReasons(scene: Scene): Reason[] {
  return scene.live.flatMap((node) => {
    const { understudy, failoverPending, activityLevel } = node.status;
    const found = (understudy?.timers ?? []).flatMap((timer) => {
      const code = timerReason(timer, activityLevel === 'Undecided');
      return code === null ? [] : [about(scene, node, code, { at: node.saidAt + timer.remainingMs })];
    });
    if (found.length > 0) return found;
    if (failoverPending) return [about(scene, node, 'handingOver')];
    return hasJustLostItsPeer(node) ? [about(scene, node, 'takingOver')] : [];
  });
}

function timerReason({ name }: Timer, undecided: boolean): ReasonCode | null {
  switch (name) {
    case 'join':
      return undecided ? 'joining' : null;
    case 'stall':
      return undecided ? 'stalled' : null;
    case 'takeOver':
      return 'takingOver';
    case 'handover':
      return 'handingOver';
    case 'takeBack':
      return null;
  }
}

/** A standby that can activate does so within its budget. */
function hasJustLostItsPeer({ status: { understudy, peerConnected } }: LiveNode): boolean {
  const lostAt = understudy?.peer?.lostAt ?? null;
  if (
    understudy === undefined ||
    understudy.maintenance !== undefined ||
    peerConnected ||
    !understudy.canActivate ||
    lostAt === null
  )
    return false;
  return understudy.clock.at - lostAt <= understudy.budget.budgetMs + understudy.budget.pingRateMs;
}

/** What the work has taken away comes first: that a node is gone is more than that nobody would take over. */
function maintenance(scene: Scene): Reason[] {
  const found = scene.live.flatMap((node) => inMaintenance(scene, node, 'maintenance'));
  return found.length === 0 ? [] : [...runningAlone(scene), ...found];
}

function inMaintenance(scene: Scene, node: LiveNode, code: ReasonCode): Reason[] {
  const mode = node.status.understudy?.maintenance;
  return mode === undefined ? [] : [about(scene, node, code, { at: observed(node, mode.untilAt) })];
}

function runningAlone(scene: Scene): Reason[] {
  const { active, standby } = scene;
  if (active === null || (active.status.peerConnected && standby?.status.peerConnected !== false)) return [];
  if (standby !== null) {
    return [about(scene, active, standby.status.activityLevel === 'Undecided' ? 'peerStarting' : 'linkCut')];
  }
  const peer = peerOf(active);
  const known = peer === null ? active.status.peerId !== undefined : peer.connectedAt !== null;
  const at = observed(active, peer?.lostAt ?? null);
  if (peer?.lostBecause === 'rejected') return [about(scene, active, 'lost.rejected', { at })];
  if (!known) return [about(scene, active, 'neverSeen')];
  if (peer?.lostBecause == null) return [about(scene, active, 'lost', { at })];
  return [about(scene, active, peer.lostBecause === 'goodbye' ? 'stopped' : `lost.${peer.lostBecause}`, { at })];
}

function failoverBlocked(scene: Scene): Reason[] {
  const { active, standby } = scene;
  if (active === null) return [];
  const ofStandby = standby === null ? hearsayBlockers(scene, active) : blockers(scene, standby);
  const states = scene.live.map(({ status }) => status.projectState);
  const misfit = misfitOf(states);
  const found = [...ofStandby, ...codedBlockers(scene, active)];
  if (!states.some((state) => state.startsWith('Incompatible'))) return found;
  const isSaid = found.some(({ code }) => code === 'incompatible');
  if (!isSaid) found.unshift(reason('incompatible', otherNameOf(scene, active), { other: nameOf(active) }));
  return found.map((each) => (each.code === 'incompatible' ? { ...each, code: misfit } : each));
}

function codedBlockers(scene: Scene, node: LiveNode): Reason[] {
  return (node.status.understudy?.blockers ?? []).map((code) => about(scene, node, code));
}

function blockers(scene: Scene, node: LiveNode): Reason[] {
  const coded = codedBlockers(scene, node);
  if (coded.length > 0 || node.status.understudy?.canActivate !== false) return coded;
  return [about(scene, node, 'cannotActivate')];
}

/** What the active node knows of a standby that this observer does not see. */
function hearsayBlockers(scene: Scene, active: LiveNode): Reason[] {
  const peer = peerOf(active);
  if (peer === null || !peer.connected) return [];
  const name = otherNameOf(scene, active);
  const found = peer.blockers.map((code) => reason(code, name, { other: nameOf(active) }));
  if (found.length > 0 || peer.canActivate !== false) return found;
  return [reason('cannotActivate', name, { other: nameOf(active) })];
}

function flapping(scene: Scene): Reason[] {
  if (scene.active === null) return [];
  return scene.live.flatMap((node) => {
    const { recentChangeovers = 0, takeBack } = node.status.understudy ?? {};
    if (takeBack === 'suspended') return [about(scene, node, 'takeBackSuspended', { count: recentChangeovers })];
    return recentChangeovers < flappingCount ? [] : [about(scene, node, 'flapping', { count: recentChangeovers })];
  });
}

function synchronising(scene: Scene): Reason[] {
  const { active, live } = scene;
  if (active === null) return [];
  const subject = (code: ReasonCode) => [about(scene, active, code)];
  const loops = live.some(({ status }) => status.understudy?.sync.loop === true);
  // Other gateways tell of full synchronisations only.
  if (live.some(({ status }) => status.syncPending || status.understudy?.sync.state === 'running')) {
    const lacks = live.some(({ status }) => status.understudy?.sync.lacksModules === true);
    return subject(loops ? 'syncLoop' : lacks ? 'modulesMissing' : 'syncRunning');
  }
  if (live.some(({ status }) => status.projectState === 'Out of Date')) return subject('outOfDate');
  return live.some(({ status }) => status.projectState === 'Unknown') ? subject('notCompared') : [];
}

/** Both seen, both in sync, one active, the other able to take over: nothing else is green. */
function proven(scene: Scene): Reason[] {
  const { active, standby } = scene;
  if (active === null || standby === null) return [];
  const ready = standby.status.understudy?.canActivate === true && peerOf(active)?.canActivate !== false;
  const atRest = ['Warm', 'Cold'].includes(standby.status.activityLevel);
  const confirmed = active.status.understudy?.authority === 'confirmed';
  const quiet = scene.live.every(
    ({ status }) => status.peerConnected && status.projectState === 'Good' && !status.failoverPending,
  );
  return ready && atRest && confirmed && quiet ? [about(scene, active, 'protected')] : [];
}

/** The pair does its work all the same: what is said beside everything else. */
export function plainLink(scene: Scene): Reason[] {
  const witness = scene.live.find((node) => node.status.peerConnected && peerOf(node)?.confidential === false);
  return witness === undefined ? [] : [about(scene, scene.active ?? witness, 'plainLink')];
}

/** What is missing for a verdict. */
export function unproven(scene: Scene): Reason[] {
  const { active, standby, live } = scene;
  const [first] = live;
  if (first === undefined) return nothingLive(scene);
  const silentOnOurs = live.find(({ status }) => status.understudy === undefined);
  if (silentOnOurs !== undefined) return [about(scene, silentOnOurs, 'notReported')];
  if (active === null) return [about(scene, first, live.length > 1 ? 'unclear' : 'activeUnseen')];
  if (standby === null) return [about(scene, active, 'standbyUnseen')];
  return [about(scene, active, active.status.understudy?.authority === 'unconfirmed' ? 'unconfirmed' : 'unclear')];
}

function about(
  scene: Scene,
  node: LiveNode,
  code: ReasonCode,
  more: Partial<Pick<Reason, 'at' | 'count'>> = {},
): Reason {
  return reason(code, nameOf(node), { other: otherNameOf(scene, node), ...more });
}
