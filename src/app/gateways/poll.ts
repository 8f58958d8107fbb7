import {
  asyncScheduler,
  defer,
  filter,
  ignoreElements,
  merge,
  repeat,
  shareReplay,
  switchMap,
  take,
  tap,
  timer,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

/** The longest pause between two rounds, ms, however often the gateway failed. */
export const longestPauseMs = 5000;

export interface PollOptions {
  /** From the start of one round to the start of the next, ms. */
  periodMs: number;
  /** Whether the tab is shown; tells the present state at once. */
  visible: Observable<boolean>;
  scheduler?: SchedulerLike;
}

/**
 * Asks again and again: one request at a time, failures as values, longer pauses the more of them follow each other.
 * A hidden tab asks nothing; what fell due meanwhile is asked as soon as the tab is shown.
 */
export function poll<A extends { ok: boolean }>(request: () => Observable<A>, options: PollOptions): Observable<A> {
  const { periodMs, visible, scheduler = asyncScheduler } = options;
  return defer(() => {
    let failures = 0;
    let askedAt = 0;
    const shown = visible.pipe(shareReplay({ bufferSize: 1, refCount: true }));
    const round = shown.pipe(
      filter((isShown) => isShown),
      take(1),
      switchMap(() => {
        askedAt = scheduler.now();
        return request();
      }),
      tap((answer) => (failures = answer.ok ? 0 : failures + 1)),
    );
    const pause = () => timer(Math.max(0, askedAt + pauseMs(periodMs, failures) - scheduler.now()), scheduler);
    return merge(round.pipe(repeat({ delay: pause })), shown.pipe(ignoreElements()));
  });
}

function pauseMs(periodMs: number, failures: number): number {
  if (failures < 2) return periodMs;
  return Math.max(periodMs, Math.min(longestPauseMs, periodMs * 2 ** (failures - 1)));
}
