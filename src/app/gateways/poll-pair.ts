import { inject } from '@angular/core';
import { Store } from '@ngrx/store';
import { distinct, distinctUntilChanged, EMPTY, map, mergeMap, switchMap, takeWhile, type Observable } from 'rxjs';
import type { Answer, Failure } from './failure.ts';
import { gatewaysFeature } from './gateways-selectors.ts';
import type { GatewaysState } from './gateways-state.ts';
import { pairOf } from './pair-selectors.ts';
import { poll } from './poll.ts';
import { SCHEDULER } from './time.ts';

/** What a node last said to one question. A failure stands beside the last good value. */
export interface Heard<T> {
  value: T | null;
  /** Epoch ms of this browser; `null`: it never answered. */
  receivedAt: number | null;
  failure: Failure | null;
}

/**
 * Asks every node of the pair itself, again and again while `shown`. A node that does not know the question is asked
 * again when it runs another version, not before. In an injection context.
 */
export function pollPair<T>(
  request: (nodeId: string) => Observable<Answer<T>>,
  { shown, periodMs }: { shown: Observable<boolean>; periodMs: number },
): Observable<{ nodeId: string; answer: Answer<T> }> {
  const options = { periodMs, visible: shown, scheduler: inject(SCHEDULER) };
  const pollOne = (nodeId: string) =>
    poll(() => request(nodeId), options).pipe(
      takeWhile((answer) => answer.ok || !isNotReported(answer.failure), true),
      map((answer) => ({ nodeId, answer })),
    );
  const gateways = inject(Store).select(gatewaysFeature.selectGatewaysState);
  return gateways.pipe(
    mergeMap((state) => pairOf(state).map(({ nodeId }) => nodeId)),
    distinct(),
    mergeMap((nodeId) =>
      gateways.pipe(
        map((state) => versionOf(state, nodeId)),
        distinctUntilChanged(),
        switchMap((version) => (version === null ? EMPTY : pollOne(nodeId))),
      ),
    ),
  );
}

/** An older version, or a gateway without our part of the API. */
export function isNotReported(failure: Failure): boolean {
  return failure.kind === 'refused' && failure.status === 404;
}

export function heardNow<T>(last: Heard<T> | undefined, answer: Answer<T>): Heard<T> {
  return answer.ok
    ? { value: answer.value, receivedAt: answer.received.receivedAt, failure: null }
    : { value: last?.value ?? null, receivedAt: last?.receivedAt ?? null, failure: answer.failure };
}

/** `null`: nothing was heard of the node yet. */
function versionOf({ nodes }: GatewaysState, nodeId: string): string | null {
  const status = nodes[nodeId]?.statement?.status;
  return status === undefined ? null : (status.understudy?.version ?? 'plain');
}
