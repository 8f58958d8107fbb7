import { inject, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import { combineLatest, distinctUntilChanged, map } from 'rxjs';
import { gatewaysFeature } from './gateways-selectors.ts';
import type { GatewaysState } from './gateways-state.ts';
import { sameValue } from './same-value.ts';
import { TICKS } from './time.ts';

/**
 * What is made of both gateways and of the time. A signal straight from the store would have every view checked twice a
 * second, since every answer is new; this one changes only when its value does. In an injection context.
 */
export function watched<T>(project: (gateways: GatewaysState, now: number) => T): Signal<T> {
  const gateways = inject(Store).select(gatewaysFeature.selectGatewaysState);
  const values = combineLatest([gateways, inject(TICKS)]).pipe(
    map(([state, now]) => project(state, now)),
    distinctUntilChanged<T>(sameValue),
  );
  return toSignal(values, { requireSync: true });
}

/** The same for what a selector says. */
export function selected<T>(selector: (state: object) => T): Signal<T> {
  return toSignal(inject(Store).select(selector).pipe(distinctUntilChanged<T>(sameValue)), { requireSync: true });
}
