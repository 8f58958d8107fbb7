import { InjectionToken, inject, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { asyncScheduler, defer, fromEvent, map, NEVER, shareReplay, startWith, switchMap, timer } from 'rxjs';
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
const settleMs = 500;

/** The time of this browser, epoch ms: at once, then each second while the tab is shown. */
export const TICKS = new InjectionToken<Observable<number>>('ticks', {
  factory: () => {
    const scheduler = inject(SCHEDULER);
    return inject(VISIBLE).pipe(
      switchMap((shown) => (shown ? timer(settleMs, 1000, scheduler) : NEVER)),
      map(() => scheduler.now()),
      startWith(scheduler.now()),
      shareReplay({ bufferSize: 1, refCount: false }),
    );
  },
});

/** The same as a signal. Reading it in a template has the view checked each second: `watched()` does not. */
export const NOW = new InjectionToken<Signal<number>>('now', {
  factory: () => toSignal(inject(TICKS), { requireSync: true }),
});
