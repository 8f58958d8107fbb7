import { inject } from '@angular/core';
import { createEffect } from '@ngrx/effects';
import { defer, map, of, switchMap, tap, type SchedulerLike } from 'rxjs';
import type { Session } from '#contract/session';
import type { Answer } from './failure.ts';
import { GatewayApi } from './gateway-api.ts';
import { insist, isPassing } from './insist.ts';
import { keep, kept } from './kept.ts';
import { PageAddress } from './page-address.ts';
import { sessionEvents } from './session-state.ts';
import { SCHEDULER } from './time.ts';

/** Says that a session may exist: asking without one would put an error into the browser's console. */
export const signedInHint = 'signed-in';

/** Says that this browser was let in at the other node too, and told there of both. */
export const knownAtBothHint = 'known-at-both';

/**
 * A one-time link signs in, or the ticket of a page that moved here; else the session of an earlier visit goes on. A
 * node that gives no answer is asked again: a wall of screens has nobody to sign in.
 * Provided last: others take it from there.
 */
export const restore = createEffect(
  (api = inject(GatewayApi), address = inject(PageAddress), scheduler = inject(SCHEDULER)) =>
    defer(() => {
      const code = address.takeSignInCode();
      if (code !== null) return of(sessionEvents.signInAsked({ request: { code } }));
      const earlier = () => earlierSession(api, scheduler);
      const ticket = address.takeTicket();
      if (ticket === null) return earlier();
      return insist(() => api.signInByTicket(ticket), scheduler).pipe(
        tap(({ ok }) => ok && keep(knownAtBothHint, 'yes')),
        switchMap((answer) => (answer.ok || isPassing(answer.failure) ? of(restored(answer)) : earlier())),
      );
    }),
  { functional: true },
);

function earlierSession(api: GatewayApi, scheduler: SchedulerLike) {
  if (kept(signedInHint) === null) return of(sessionEvents.nobodyWasSignedIn());
  return insist(() => api.session(), scheduler).pipe(map(restored));
}

function restored(answer: Answer<Session>) {
  if (answer.ok) return sessionEvents.signInAnswered({ session: answer.value, received: answer.received });
  const { failure } = answer;
  return isPassing(failure) ? sessionEvents.noAnswerYet({ failure }) : sessionEvents.nobodyWasSignedIn();
}
