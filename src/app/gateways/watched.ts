import { inject, InjectionToken, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import { distinctUntilChanged, map, merge, shareReplay, type Observable } from 'rxjs';
import { gatewaysFeature } from './gateways-selectors.ts';
import type { GatewaysState } from './gateways-state.ts';
import { sameNews } from './news.ts';
import { sameValue } from './same-value.ts';
import { NOW, TICKS } from './time.ts';

/** State and time together: each second, and at once when a node says something new. */
export const BEAT = new InjectionToken<Observable<{ gateways: GatewaysState; now: number }>>('beat', {
  factory: () => {
    const store = inject(Store);
    const gateways = store.selectSignal(gatewaysFeature.selectGatewaysState);
    const now = inject(NOW);
    const news = store.select(gatewaysFeature.selectGatewaysState).pipe(distinctUntilChanged(sameNews));
    return merge(news, inject(TICKS)).pipe(
      map(() => ({ gateways: gateways(), now: now() })),
      shareReplay({ bufferSize: 1, refCount: true }),
    );
  },
});

/**
 * What is made of both gateways and of the time. A signal straight from the store would have every view checked twice a
 * second, since every answer is new; this one changes only when its value does. In an injection context.
 */
export function watched<T>(project: (gateways: GatewaysState, now: number) => T): Signal<T> {
  const values = inject(BEAT).pipe(
    map(({ gateways, now }) => project(gateways, now)),
    distinctUntilChanged<T>(sameValue),
  );
  return toSignal(values, { requireSync: true });
}

/** The same for what a selector says. */
export function selected<T>(selector: (state: object) => T): Signal<T> {
  const values = inject(Store).select(selector).pipe(distinctUntilChanged<T>(sameValue));
  return toSignal(values, { requireSync: true });
}
