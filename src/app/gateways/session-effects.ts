import { inject } from '@angular/core';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import { Store } from '@ngrx/store';
import { EMPTY, exhaustMap, filter, map, merge, of, switchMap, takeUntil, tap, timer, type Observable } from 'rxjs';
import type { TicketAnswer } from '#contract/session';
import { isUnauthenticated, type Answer } from './failure.ts';
import { firstGood } from './first-good.ts';
import { GatewayApi } from './gateway-api.ts';
import { gatewaysEvents } from './gateways-events.ts';
import { gatewaysFeature, isSilent } from './gateways-selectors.ts';
import { insist, isPassing } from './insist.ts';
import { keep } from './kept.ts';
import { signedInHint } from './restore-session.ts';
import { poll } from './poll.ts';
import { sessionEvents, sessionFeature } from './session-state.ts';
import { SCHEDULER } from './time.ts';

/** How often renewing is tried again, ms. */
const renewalPeriodMs = 2000;

export const signIn = createEffect(
  (actions = inject(Actions), api = inject(GatewayApi)) =>
    actions.pipe(
      ofType(sessionEvents.signInAsked),
      exhaustMap(({ request }) => api.signIn(request)),
      map((answer) =>
        answer.ok
          ? sessionEvents.signInAnswered({ session: answer.value, received: answer.received })
          : sessionEvents.signInFailed({ failure: answer.failure }),
      ),
    ),
  { functional: true },
);

/** At half its life, at whichever node answers; again and again while none does. */
export const renewTicket = createEffect(
  (store = inject(Store), api = inject(GatewayApi), scheduler = inject(SCHEDULER)) => {
    const anywhere = anywhereRenewal(store, api);
    return store.select(sessionFeature.selectTicket).pipe(
      switchMap((ticket) => {
        if (ticket === null) return EMPTY;
        const halfLife = timer(Math.max(0, (ticket.expiresAt - ticket.receivedAt) / 2), scheduler);
        return halfLife.pipe(
          switchMap(() => poll(anywhere, { periodMs: renewalPeriodMs, visible: of(true), scheduler })),
        );
      }),
      filter((answer) => answer.ok),
      map(({ value, received }) => sessionEvents.ticketAnswered({ ticket: value, received })),
    );
  },
  { functional: true },
);

/** The node that the page came from takes the sign-in no more. */
export const endSession = createEffect(
  (actions = inject(Actions), store = inject(Store)) => {
    const hereId = store.selectSignal(gatewaysFeature.selectHereId);
    return actions.pipe(
      ofType(gatewaysEvents.statusFailed),
      filter(({ nodeId, failure }) => nodeId === hereId() && isUnauthenticated(failure)),
      map(() => sessionEvents.signInDoubted()),
    );
  },
  { functional: true },
);

/**
 * A ticket of a session that goes on brings the same person in again, with a cookie of whichever node is there now,
 * however long nobody answered. Only a node that says that the session is over ends it here.
 */
export const comeBack = createEffect(
  (actions = inject(Actions), store = inject(Store), api = inject(GatewayApi), scheduler = inject(SCHEDULER)) => {
    const ticket = store.selectSignal(sessionFeature.selectTicket);
    const ended = actions.pipe(ofType(sessionEvents.signedOut, sessionEvents.sessionEnded));
    const enter = () => insist(() => api.signInByTicket(ticket()?.text ?? ''), scheduler).pipe(takeUntil(ended));
    return merge(
      actions.pipe(ofType(sessionEvents.nodeAdopted), switchMap(enter)),
      actions.pipe(ofType(sessionEvents.signInDoubted), exhaustMap(enter)),
    ).pipe(
      filter((answer) => answer.ok || !isPassing(answer.failure)),
      map((answer) =>
        answer.ok
          ? sessionEvents.signInAnswered({ session: answer.value, received: answer.received })
          : sessionEvents.sessionEnded(),
      ),
    );
  },
  { functional: true },
);

export const signOut = createEffect(
  (actions = inject(Actions), store = inject(Store), api = inject(GatewayApi)) => {
    const otherIds = store.selectSignal(gatewaysFeature.selectOtherIds);
    return actions.pipe(
      ofType(sessionEvents.signOutAsked),
      exhaustMap(() => firstGood([api.signOutHere(), ...otherIds().map((nodeId) => api.signOut(nodeId))])),
      map(() => sessionEvents.signedOut()),
    );
  },
  { functional: true },
);

export const keepHint = createEffect(
  (actions = inject(Actions)) =>
    actions.pipe(
      ofType(
        sessionEvents.signInAnswered,
        sessionEvents.signedOut,
        sessionEvents.sessionEnded,
        sessionEvents.nobodyWasSignedIn,
      ),
      tap(({ type }) => keep(signedInHint, type === sessionEvents.signInAnswered.type ? 'yes' : null)),
    ),
  { functional: true, dispatch: false },
);

/** What one person saw is not shown to the next. */
export const forget = createEffect(
  (actions = inject(Actions)) =>
    actions.pipe(
      ofType(sessionEvents.signedOut, sessionEvents.sessionEnded),
      map(() => gatewaysEvents.forgotten()),
    ),
  { functional: true },
);

/** First where an answer is likely: a dead node is asked last. */
function anywhereRenewal(store: Store, api: GatewayApi): () => Observable<Answer<TicketAnswer>> {
  const gateways = store.selectSignal(gatewaysFeature.selectGatewaysState);
  const otherIds = store.selectSignal(gatewaysFeature.selectOtherIds);
  return () => {
    const { hereId, nodes, directory } = gateways();
    // On an operator's page nobody asks who is here: the node that tells of both tells of itself first.
    const otherNodes = hereId === null ? directory.slice(1).map(({ nodeId }) => nodeId) : otherIds();
    const others = otherNodes.map((nodeId) => api.renewTicket(nodeId));
    const hereSilent = hereId !== null && isSilent(nodes[hereId]);
    return firstGood(hereSilent ? [...others, api.renewTicketHere()] : [api.renewTicketHere(), ...others]);
  };
}
