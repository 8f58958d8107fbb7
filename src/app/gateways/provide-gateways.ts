import { makeEnvironmentProviders, type EnvironmentProviders } from '@angular/core';
import { provideEffects } from '@ngrx/effects';
import { provideState } from '@ngrx/store';
import * as gatewaysEffects from './gateways-effects.ts';
import { gatewaysFeature } from './gateways-selectors.ts';
import { restore } from './restore-session.ts';
import * as sessionEffects from './session-effects.ts';
import { sessionFeature } from './session-state.ts';

/** The state of both gateways and of the sign-in, and everything that keeps it up to date. */
export function provideGateways(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideState(gatewaysFeature),
    provideState(sessionFeature),
    provideEffects(sessionEffects, gatewaysEffects),
    provideEffects({ restore }),
  ]);
}
