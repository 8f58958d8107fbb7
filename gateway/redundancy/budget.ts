import type { PingTiming } from '#contract/activity-frames';
import type { ActivitySettings, ActivityState, EpochRecord } from './activity-types.ts';

/** How long a silent peer is waited for, ms. */
export function budgetMs(timing: PingTiming): number {
  return timing.pingRateMs * timing.pingMaxMissed;
}

type Timing = Pick<ActivityState, 'timing'>;

function bothTimings({ timing }: Timing): PingTiming[] {
  return timing.previous === null ? [timing.current] : [timing.current, timing.previous];
}

export function isSameTiming(one: PingTiming, other: PingTiming | null): boolean {
  return one.pingRateMs === other?.pingRateMs && one.pingMaxMissed === other.pingMaxMissed;
}

/** What a starting node goes by: a Backup by its settings and what was agreed, a Master by what the Backup told. */
export function timingAtStart({ timing }: EpochRecord, settings: ActivitySettings): ActivityState['timing'] {
  if (settings.role === 'Master') return { current: timing ?? settings.timing, previous: null };
  const differs = settings.role === 'Backup' && !isSameTiming(settings.timing, timing);
  return { current: settings.timing, previous: differs ? timing : null };
}

/** What suspicion uses: the larger one, while the two nodes do not agree on the timing yet. */
export function suspicionMs(state: Timing): number {
  return Math.max(...bothTimings(state).map(budgetMs));
}

/** How old the last echo may be before a stalled process must not write: the smaller budget less two ping periods. */
export function fenceMs(state: ActivityState): number {
  return Math.min(...bothTimings(state).map((timing) => budgetMs(timing) - 2 * timing.pingRateMs));
}

/** The ping period: the shorter one, while the two nodes do not agree. */
export function pingPeriodMs(state: ActivityState): number {
  return Math.min(...bothTimings(state).map(({ pingRateMs }) => pingRateMs));
}

/** How often a Backup dials at least, ms. */
export function redialMs(state: ActivityState): number {
  return Math.min(1000, state.timing.current.pingRateMs);
}
