import { of, takeWhile, type Observable, type SchedulerLike } from 'rxjs';
import { isUnauthenticated, type Answer, type Failure } from './failure.ts';
import { poll } from './poll.ts';

const periodMs = 1000;

/** Asks, with longer pauses, until it is known whether the sign-in counts. Tells every failure until then. */
export function insist<T>(request: () => Observable<Answer<T>>, scheduler: SchedulerLike): Observable<Answer<T>> {
  return poll(request, { periodMs, visible: of(true), scheduler }).pipe(
    takeWhile((answer) => !answer.ok && isPassing(answer.failure), true),
  );
}

/**
 * Whether the failure says nothing of the sign-in: an answer was lost, somebody is too busy or stands in between, or
 * the code of the one node came to the other one, which took over behind the same address meanwhile.
 */
export function isPassing(failure: Failure): boolean {
  return !isUnauthenticated(failure);
}
