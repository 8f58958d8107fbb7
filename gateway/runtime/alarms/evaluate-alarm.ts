import type { AlarmConfig } from '#contract/resources';
import type { AlarmState } from '#contract/runtime-alarms';

/** An alarm that never came. */
export const quietAlarm: AlarmState = {
  occurrence: null,
  active: false,
  pendingSinceAt: null,
  activeAt: null,
  clearedAt: null,
  value: null,
  acknowledged: true,
  acknowledgedAt: null,
  acknowledgedBy: null,
  comment: null,
  shelvedUntilAt: null,
  shelvedBy: null,
};

/**
 * The next state of an alarm, or the same object if nothing changes. `value` is `null` while the tag is not good: then
 * nothing is decided. `name` makes the name of an occurrence, with its time the same on both nodes.
 */
export function evaluateAlarm(
  { name, config, value }: { name: string; config: AlarmConfig; value: number | null },
  before: AlarmState,
  now: number,
): AlarmState {
  const state = endShelving(before, now);
  if (value === null) return state;
  if (state.active) return isOver(config, value) ? { ...state, active: false, clearedAt: now } : state;
  if (!isBeyond(config, value)) return state.pendingSinceAt === null ? state : { ...state, pendingSinceAt: null };
  // Never later than now: the node that began to count may have had another clock.
  const since = Math.min(state.pendingSinceAt ?? now, now);
  if (now - since < config.delayMs) return state.pendingSinceAt === since ? state : { ...state, pendingSinceAt: since };
  return {
    ...quietAlarm,
    occurrence: `${name}@${now}`,
    active: true,
    activeAt: now,
    value,
    acknowledged: false,
    shelvedUntilAt: state.shelvedUntilAt,
    shelvedBy: state.shelvedBy,
  };
}

function endShelving(state: AlarmState, now: number): AlarmState {
  if (state.shelvedUntilAt === null || state.shelvedUntilAt > now) return state;
  return { ...state, shelvedUntilAt: null, shelvedBy: null };
}

function isBeyond({ condition, limit }: AlarmConfig, value: number): boolean {
  return condition === 'above' ? value > limit : value < limit;
}

function isOver({ condition, limit, hysteresis }: AlarmConfig, value: number): boolean {
  return condition === 'above' ? value <= limit - hysteresis : value >= limit + hysteresis;
}

/**
 * What both nodes together know of an alarm that they watched apart: acknowledgements and shelvings of either count.
 * `theirs` is the one of the node that gave up. The same occurrence, or one that lay within it, was acknowledged.
 */
export function uniteAlarms(mine: AlarmState | null, theirs: AlarmState): AlarmState | null {
  if (mine === null) return null;
  const shelved = (theirs.shelvedUntilAt ?? 0) > (mine.shelvedUntilAt ?? 0);
  const { shelvedUntilAt, shelvedBy } = shelved ? theirs : mine;
  if (mine.acknowledged || !theirs.acknowledged || !meansTheSame(mine, theirs)) {
    return shelved ? { ...mine, shelvedUntilAt, shelvedBy } : null;
  }
  const { acknowledged, acknowledgedAt, acknowledgedBy, comment } = theirs;
  return { ...mine, acknowledged, acknowledgedAt, acknowledgedBy, comment, shelvedUntilAt, shelvedBy };
}

/** A person who acknowledged after it came has seen it, on whichever node. */
function meansTheSame(mine: AlarmState, theirs: AlarmState): boolean {
  if (theirs.acknowledgedAt === null) return false;
  return mine.occurrence === theirs.occurrence || theirs.acknowledgedAt >= (mine.activeAt ?? Infinity);
}
