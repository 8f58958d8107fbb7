import { inject } from '@angular/core';
import { createEffect } from '@ngrx/effects';
import { defer, map, of } from 'rxjs';
import { isUnauthenticated } from './failure.ts';
import { GatewayApi } from './gateway-api.ts';
import { kept } from './kept.ts';
import { PageAddress } from './page-address.ts';
import { sessionEvents } from './session-state.ts';

/** Says that a session may exist: asking without one would put an error into the browser's console. */
export const signedInHint = 'signed-in';

/** A one-time link signs in; else the session of an earlier visit goes on. Provided last: others take it from there. */
export const restore = createEffect(
  (api = inject(GatewayApi), address = inject(PageAddress)) =>
    defer(() => {
      const code = address.takeSignInCode();
      if (code !== null) return of(sessionEvents.signInAsked({ request: { code } }));
      if (kept(signedInHint) === null) return of(sessionEvents.nobodyWasSignedIn());
      return api.session().pipe(
        map((answer) => {
          if (answer.ok) return sessionEvents.signInAnswered({ session: answer.value, received: answer.received });
          if (isUnauthenticated(answer.failure)) return sessionEvents.nobodyWasSignedIn();
          return sessionEvents.signInFailed({ failure: answer.failure });
        }),
      );
    }),
  { functional: true },
);
