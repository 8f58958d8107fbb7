import type { PingTiming } from '#contract/activity-frames';
import type { ActivityState } from './activity-types.ts';

/** How long a silent peer is waited for, ms. */
export function budgetMs(timing: PingTiming): number {
  return timing.pingRateMs * timing.pingMaxMissed;
}

function bothTimings({ timing }: ActivityState): PingTiming[] {
  return timing.previous === null ? [timing.current] : [timing.current, timing.previous];
}

/** What suspicion uses: the larger one, while the two nodes do not agree on the timing yet. */
export function suspicionMs(state: ActivityState): number {
  return Math.max(...bothTimings(state).map(budgetMs));
}

/** How old the last echo may be before a stalled process must not write: the smaller budget less two ping periods. */
export function fenceMs(state: ActivityState): number {
  return Math.min(...bothTimings(state).map((timing) => budgetMs(timing) - 2 * timing.pingRateMs));
}

/** How often a Backup dials at least, ms. */
export function redialMs(state: ActivityState): number {
  return Math.min(1000, state.timing.current.pingRateMs);
}
