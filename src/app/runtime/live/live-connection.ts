import { inject, Injectable } from '@angular/core';
import { Store } from '@ngrx/store';
import {
  catchError,
  defer,
  filter,
  fromEvent,
  map,
  merge,
  of,
  repeat,
  skip,
  startWith,
  Subject,
  switchMap,
  tap,
  throwError,
  timeout,
  timer,
  type Observable,
  type OperatorFunction,
} from 'rxjs';
import * as z from 'zod/mini';
import { liveLine, type LiveLine } from '#contract/runtime-live';
import { isUnauthenticated, type Failure } from '../../gateways/failure.ts';
import { sessionEvents, sessionFeature } from '../../gateways/session-state.ts';
import { SCHEDULER, VISIBLE } from '../../gateways/time.ts';
import { FETCH, linesOf, LinesFailed } from './fetch-lines.ts';

/** A node says something each second. What is silent for so long is asked anew, ms. */
const silentMs = 3000;
/** What comes so much later than the fastest line is of no use: asked anew, the node tells what is now, ms. */
const lateMs = 5000;
/** A node that has enough open answers for this browser tells the page once, and is asked again, ms. */
const onceMs = 1000;
const shortestPauseMs = 250;
const longestPauseMs = 5000;

/**
 * What came over the connection; `at`: epoch ms of this browser; `clockOffsetMs`: clock of the node minus that of this
 * browser, by the line that came fastest.
 */
export type LiveNews =
  | { kind: 'line'; line: LiveLine; at: number; clockOffsetMs: number }
  | { kind: 'failed'; failure: Failure; at: number };

/** The one connection of an operator's page: what it shows comes over it, for as long as the page is open. */
@Injectable()
export class LiveConnection {
  private readonly fetch = inject(FETCH);
  private readonly scheduler = inject(SCHEDULER);
  private readonly store = inject(Store);
  private readonly session = this.store.selectSignal(sessionFeature.selectSessionState);
  private readonly asked = new Subject<void>();
  private readonly shownAgain = inject(VISIBLE).pipe(
    skip(1),
    filter((shown) => shown),
  );

  /** Begins anew at once: another node does the work behind this address. */
  again(): void {
    this.asked.next();
  }

  /** Again and again, with longer pauses the more attempts fail one after the other. */
  follow(project: string, page: string): Observable<LiveNews> {
    const url = `/data/api/v1/runtime/live?${new URLSearchParams({ project, page })}`;
    return this.asked.pipe(
      startWith(undefined),
      switchMap(() => this.attempts(url)),
    );
  }

  private attempts(url: string): Observable<LiveNews> {
    return defer(() => {
      let [failures, askedAt] = [0, 0];
      const pause = () => {
        const againInMs = Math.max(0, askedAt + onceMs - this.scheduler.now());
        return timer(failures === 0 ? Math.min(onceMs, againInMs) : pauseMs(failures), this.scheduler);
      };
      const attempt = defer(() => {
        askedAt = this.scheduler.now();
        return this.attempt(url);
      });
      return attempt.pipe(
        tap(({ kind }) => (failures = kind === 'line' ? 0 : failures + 1)),
        repeat({ delay: () => merge(pause(), fromEvent(window, 'online'), this.shownAgain) }),
      );
    });
  }

  private attempt(url: string): Observable<LiveNews> {
    const { scheduler } = this;
    const failed = (failure: Failure): LiveNews => ({ kind: 'failed', failure, at: scheduler.now() });
    return this.lines(url).pipe(
      timeout({ each: silentMs, scheduler, with: () => throwError(() => new LinesFailed({ kind: 'timeout' })) }),
      map((text): Read => ({ line: parsed(text), at: scheduler.now() })),
      timely(),
      catchError((error: unknown) => {
        const failure: Failure =
          error instanceof LinesFailed ? error.failure : { kind: 'notUnderstood', detail: String(error) };
        if (isUnauthenticated(failure)) this.store.dispatch(sessionEvents.signInDoubted());
        return of(failed(failure));
      }),
    );
  }

  /** By ticket, which serves both nodes: behind one address now the one answers, now the other. Else by cookie. */
  private lines(url: string): Observable<string> {
    return defer(() => {
      const { ticket } = this.session();
      const byCookie = linesOf((signal) => this.fetch(url, { signal, cache: 'no-store' }));
      if (ticket === null || ticket.expiresAt <= this.scheduler.now()) return byCookie;
      const headers = { Authorization: `Bearer ${ticket.text}` };
      return linesOf((signal) => this.fetch(url, { signal, cache: 'no-store', headers })).pipe(
        catchError((error: unknown) =>
          error instanceof LinesFailed && isUnauthenticated(error.failure) ? byCookie : throwError(() => error),
        ),
      );
    });
  }
}

function pauseMs(failures: number): number {
  return Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.max(0, failures - 2));
}

interface Read {
  line: LiveLine;
  at: number;
}

/** A slow network and a tab that was asleep deliver what was true long ago. Fails where it is too long ago. */
function timely(): OperatorFunction<Read, LiveNews> {
  return (reads) =>
    defer(() => {
      let clockOffsetMs = Number.NEGATIVE_INFINITY;
      return reads.pipe(
        map(({ line, at }): LiveNews => {
          clockOffsetMs = Math.max(clockOffsetMs, line.at - at);
          if (clockOffsetMs - (line.at - at) > lateMs) throw new LinesFailed({ kind: 'timeout' });
          return { kind: 'line', line, at, clockOffsetMs };
        }),
      );
    });
}

function parsed(text: string): LiveLine {
  return z.parse(liveLine, JSON.parse(text));
}
