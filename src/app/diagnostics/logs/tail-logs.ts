import { inject, signal, type Signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { distinctUntilChanged, EMPTY, switchMap, tap } from 'rxjs';
import type { Failure } from '../../gateways/failure.ts';
import { LogsApi } from '../../gateways/logs-api.ts';
import { poll } from '../../gateways/poll.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { SCHEDULER, VISIBLE } from '../../gateways/time.ts';
import type { LogFilter } from './log-filter.ts';
import { emptyTail, released, withBatch, type LogTail } from './log-tail.ts';
import { nextBatch } from './next-batch.ts';

const periodMs = 2000;

export interface TailState {
  tail: LogTail;
  /** When the gateway last answered, epoch ms; `null`: not yet. */
  receivedAt: number | null;
  /** Why it does not answer now; what it said before stays. */
  failure: Failure | null;
}

export interface LogTailing {
  state: Signal<TailState>;
  /** Whether the reader is at the top: then nothing waits. */
  follow(following: boolean): void;
  /** Shows what waits. */
  release(): void;
}

const nothingYet: TailState = { tail: emptyTail, receivedAt: null, failure: null };

/** Follows the log of a node through a filter, for as long as the page that calls it is shown. */
export function tailLogs(source: Signal<{ nodeId: string; filter: LogFilter } | null>): LogTailing {
  const api = inject(LogsApi);
  const options = { periodMs, visible: inject(VISIBLE), scheduler: inject(SCHEDULER) };
  const state = signal(nothingYet);
  const release = () => state.update((last) => ({ ...last, tail: released(last.tail) }));
  let following = true;
  toObservable(source)
    .pipe(
      distinctUntilChanged((a, b) => sameValue(a, b)),
      tap(() => state.set(nothingYet)),
      switchMap((from) => {
        if (from === null) return EMPTY;
        const ask = api.lines.bind(api, from.nodeId);
        return poll(() => nextBatch(ask, from.filter, state().tail.cursor), options);
      }),
      takeUntilDestroyed(),
    )
    .subscribe((answer) =>
      state.update((last) =>
        answer.ok
          ? {
              tail: withBatch(last.tail, answer.value, following),
              receivedAt: answer.received.receivedAt,
              failure: null,
            }
          : { ...last, failure: answer.failure },
      ),
    );
  return {
    state: state.asReadonly(),
    follow: (now) => {
      following = now;
      if (now) release();
    },
    release,
  };
}
