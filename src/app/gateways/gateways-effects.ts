import { inject } from '@angular/core';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import { Store } from '@ngrx/store';
import { combineLatest, distinctUntilChanged, EMPTY, filter, map, merge, switchMap, tap, type Observable } from 'rxjs';
import type { RuntimeNodes } from '#contract/runtime-nodes';
import { ADMINISTERED } from './administered.ts';
import type { Answer } from './failure.ts';
import { firstGood } from './first-good.ts';
import { statusPeriodMs } from '#contract/freshness';
import { GatewayApi } from './gateway-api.ts';
import { gatewaysEvents } from './gateways-events.ts';
import { gatewaysFeature, isSilent, selectRelays } from './gateways-selectors.ts';
import { keepNodes } from './kept-nodes.ts';
import { poll } from './poll.ts';
import { sessionFeature } from './session-state.ts';
import { SCHEDULER, VISIBLE } from './time.ts';

/** Addresses change when a person changes them: seldom. */
const directoryPeriodMs = 10_000;

/** Asks the node that the page came from how it is. */
export const pollHere = createEffect(
  (store = inject(Store), api = inject(GatewayApi), options = statusOptions()) => {
    const hereId = store.selectSignal(gatewaysFeature.selectHereId);
    return whileSignedIn(store, () => poll(() => api.statusHere(), options)).pipe(
      map((answer) =>
        answer.ok
          ? gatewaysEvents.statusAnswered({ here: true, status: answer.value, received: answer.received })
          : gatewaysEvents.statusFailed({
              nodeId: hereId(),
              failure: answer.failure,
              at: options.scheduler.now(),
            }),
      ),
    );
  },
  { functional: true },
);

/** Asks the other node itself, at its own addresses. */
export const pollOthers = createEffect(
  (store = inject(Store), api = inject(GatewayApi), options = statusOptions()) => {
    const pollOne = (nodeId: string) =>
      poll(() => api.status(nodeId), options).pipe(
        map((answer) =>
          answer.ok
            ? gatewaysEvents.statusAnswered({ here: false, status: answer.value, received: answer.received })
            : gatewaysEvents.statusFailed({ nodeId, failure: answer.failure, at: options.scheduler.now() }),
        ),
      );
    const otherIds = store.select(gatewaysFeature.selectOtherIds).pipe(distinctUntilChanged(sameTexts));
    return whileSignedIn(store, () => otherIds.pipe(switchMap((ids) => merge(...ids.map(pollOne)))));
  },
  { functional: true },
);

/** Where this browser cannot reach a node that the other one still talks to, that one is asked instead. */
export const pollRelays = createEffect(
  (store = inject(Store), api = inject(GatewayApi), options = statusOptions()) => {
    const relays = store.select(selectRelays).pipe(
      map((found) => found[0] ?? null),
      distinctUntilChanged((a, b) => a?.nodeId === b?.nodeId && a?.by === b?.by),
    );
    return whileSignedIn(store, () =>
      relays.pipe(
        switchMap((relay) =>
          relay === null
            ? EMPTY
            : poll(() => api.relayed(relay.by), options).pipe(
                filter((answer) => answer.ok),
                map(({ value, received }) => gatewaysEvents.relayAnswered({ ...relay, relayed: value, received })),
              ),
        ),
      ),
    );
  },
  { functional: true },
);

/** Asks where the nodes are: the node that the page came from, else the other one. */
export const pollDirectory = createEffect(
  (store = inject(Store), api = inject(GatewayApi), options = statusOptions()) => {
    const gateways = store.selectSignal(gatewaysFeature.selectGatewaysState);
    const otherIds = store.selectSignal(gatewaysFeature.selectOtherIds);
    const ask = (): Observable<Answer<RuntimeNodes>> => {
      const { hereId, nodes } = gateways();
      const answering = [...(hereId === null ? [] : [hereId]), ...otherIds()].filter((id) => !isSilent(nodes[id]));
      return firstGood(answering.map((nodeId) => api.directory(nodeId)));
    };
    const known = store.select(gatewaysFeature.selectHereId).pipe(
      map((hereId) => hereId !== null),
      distinctUntilChanged(),
    );
    return whileSignedIn(store, () =>
      known.pipe(switchMap((ready) => (ready ? poll(ask, { ...options, periodMs: directoryPeriodMs }) : EMPTY))),
    ).pipe(
      filter((answer) => answer.ok),
      map(({ value }) => gatewaysEvents.directoryAnswered({ nodes: value })),
    );
  },
  { functional: true },
);

export const keepDirectory = createEffect(
  (actions = inject(Actions), store = inject(Store)) => {
    const hereId = store.selectSignal(gatewaysFeature.selectHereId);
    return actions.pipe(
      ofType(gatewaysEvents.directoryAnswered),
      tap(({ nodes }) => keepNodes(nodes, hereId())),
    );
  },
  { functional: true, dispatch: false },
);

function statusOptions() {
  return { periodMs: statusPeriodMs, visible: inject(VISIBLE), scheduler: inject(SCHEDULER) };
}

/** In an injection context. */
function whileSignedIn<T>(store: Store, work: () => Observable<T>): Observable<T> {
  const signedIn = store.select(sessionFeature.selectPhase).pipe(map((phase) => phase === 'signedIn'));
  return combineLatest([signedIn, inject(ADMINISTERED)]).pipe(
    map((all) => all.every(Boolean)),
    distinctUntilChanged(),
    switchMap((isWatched) => (isWatched ? work() : EMPTY)),
  );
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}
