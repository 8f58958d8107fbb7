import type { ActivitySnapshot, PingTiming } from '#contract/activity-frames';
import type { ActivitySettings, ActivityState, EpochRecord, Timing } from './activity-types.ts';

/** How long a silent peer is waited for, ms. */
export function budgetMs(timing: PingTiming): number {
  return timing.pingRateMs * timing.pingMaxMissed;
}

type WithTiming = Pick<ActivityState, 'timing'>;

function bothTimings({ timing }: WithTiming): PingTiming[] {
  return timing.previous === null ? [timing.current] : [timing.current, timing.previous];
}

export function isSameTiming(one: PingTiming, other: PingTiming | null): boolean {
  return one.pingRateMs === other?.pingRateMs && one.pingMaxMissed === other.pingMaxMissed;
}

/** What a starting node goes by: a Backup by its settings and what was agreed, a Master by what the Backup told. */
export function timingAtStart({ timing }: EpochRecord, settings: ActivitySettings): Timing {
  if (settings.role === 'Master') return timing ?? { current: settings.timing, previous: null };
  const agreed = timing?.current ?? null;
  const differs = settings.role === 'Backup' && !isSameTiming(settings.timing, agreed);
  return { current: settings.timing, previous: differs ? agreed : null };
}

/** What a Master goes by once it was told the Backup's timing; what was agreed on before counts until it is again. */
export function timingWhenTold({ current, previous }: Timing, told: ActivitySnapshot): Timing {
  if (!isSameTiming(current, told.timing)) return { current: told.timing, previous: previous ?? current };
  return { current, previous: told.timingAgreed ? null : previous };
}

export function isEqual(one: Timing, other: Timing | null): boolean {
  if (other === null || !isSameTiming(one.current, other.current)) return false;
  return one.previous === null ? other.previous === null : isSameTiming(one.previous, other.previous);
}

/** What suspicion uses: the larger one, while the two nodes do not agree on the timing yet. */
export function suspicionMs(state: WithTiming): number {
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
