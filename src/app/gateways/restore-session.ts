import { inject } from '@angular/core';
import { createEffect } from '@ngrx/effects';
import { defer, map, of, switchMap } from 'rxjs';
import { isUnauthenticated } from './failure.ts';
import { GatewayApi } from './gateway-api.ts';
import { kept } from './kept.ts';
import { PageAddress } from './page-address.ts';
import { sessionEvents } from './session-state.ts';

/** Says that a session may exist: asking without one would put an error into the browser's console. */
export const signedInHint = 'signed-in';

/**
 * A one-time link signs in, or the ticket of a page that moved here; else the session of an earlier visit goes on.
 * Provided last: others take it from there.
 */
export const restore = createEffect(
  (api = inject(GatewayApi), address = inject(PageAddress)) =>
    defer(() => {
      const code = address.takeSignInCode();
      if (code !== null) return of(sessionEvents.signInAsked({ request: { code } }));
      const ticket = address.takeTicket();
      if (ticket === null) return earlierSession(api);
      return api
        .signInByTicket(ticket)
        .pipe(
          switchMap((answer) =>
            answer.ok
              ? of(sessionEvents.signInAnswered({ session: answer.value, received: answer.received }))
              : earlierSession(api),
          ),
        );
    }),
  { functional: true },
);

function earlierSession(api: GatewayApi) {
  if (kept(signedInHint) === null) return of(sessionEvents.nobodyWasSignedIn());
  return api.session().pipe(
    map((answer) => {
      if (answer.ok) return sessionEvents.signInAnswered({ session: answer.value, received: answer.received });
      if (isUnauthenticated(answer.failure)) return sessionEvents.nobodyWasSignedIn();
      return sessionEvents.signInFailed({ failure: answer.failure });
    }),
  );
}
