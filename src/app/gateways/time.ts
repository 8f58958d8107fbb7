import { DestroyRef, InjectionToken, inject, signal, type Signal } from '@angular/core';
import { asyncScheduler, defer, fromEvent, map, NEVER, startWith, switchMap, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

/** Every clock and timer of the console; a spec hands in its own. */
export const SCHEDULER = new InjectionToken<SchedulerLike>('scheduler', { factory: () => asyncScheduler });

/** Whether the tab is shown: the present state at once, then each change. */
export const VISIBLE = new InjectionToken<Observable<boolean>>('visible', {
  factory: () =>
    defer(() =>
      fromEvent(document, 'visibilitychange').pipe(
        startWith(null),
        map(() => document.visibilityState === 'visible'),
      ),
    ),
});

/** A tab that is shown again first asks, then ages: otherwise every value would flash as lost. */
const settleMs = 800;

/** The time of this browser, epoch ms, each second while the tab is shown. */
export const NOW = new InjectionToken<Signal<number>>('now', {
  factory: () => {
    const scheduler = inject(SCHEDULER);
    const now = signal(scheduler.now());
    const ticks = inject(VISIBLE).pipe(switchMap((shown) => (shown ? timer(settleMs, 1000, scheduler) : NEVER)));
    const subscription = ticks.subscribe(() => now.set(scheduler.now()));
    inject(DestroyRef).onDestroy(() => subscription.unsubscribe());
    return now.asReadonly();
  },
});
