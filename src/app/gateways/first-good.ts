import { catchError, concat, defer, filter, of, take, throwIfEmpty } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Answer } from './failure.ts';

/** Tries in turn until one is good; else the failure of the first, which was the best to try. */
export function firstGood<T>(attempts: Observable<Answer<T>>[]): Observable<Answer<T>> {
  return defer(() => {
    let first: Answer<T> = { ok: false, failure: { kind: 'noAddress' } };
    let tried = 0;
    return concat(...attempts).pipe(
      filter((answer) => {
        if (tried++ === 0) first = answer;
        return answer.ok;
      }),
      take(1),
      throwIfEmpty(),
      catchError(() => of(first)),
    );
  });
}
