import { InjectionToken } from '@angular/core';
import { Observable } from 'rxjs';
import * as z from 'zod/mini';
import { problem } from '#contract/problem';
import type { Failure } from '../../gateways/failure.ts';

/** What `fetch` is, as far as it is used; a spec hands in its own. */
export const FETCH = new InjectionToken<(url: string, init: RequestInit) => Promise<Response>>('fetch', {
  // Whole, without what the address of the page may hold before the host: with a password in it `fetch` refuses.
  factory: () => (url, init) => fetch(new URL(url, window.location.origin), init),
});

/** Why lines stopped coming. */
export class LinesFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/** The lines of an answer, as they come, for as long as it lasts. Fails with `LinesFailed`. */
export function linesOf(ask: (signal: AbortSignal) => Promise<Response>): Observable<string> {
  return new Observable<string>((subscriber) => {
    const abort = new AbortController();
    readLines(ask(abort.signal), (line) => subscriber.next(line)).then(
      () => subscriber.complete(),
      (error: unknown) =>
        subscriber.error(error instanceof LinesFailed ? error : new LinesFailed({ kind: 'noAnswer' })),
    );
    return () => abort.abort();
  });
}

async function readLines(asked: Promise<Response>, tell: (line: string) => void): Promise<void> {
  const response = await asked;
  if (!response.ok || response.body === null) throw new LinesFailed(await refusal(response));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) tell(line);
  }
}

async function refusal(response: Response): Promise<Failure> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = z.safeParse(problem, body);
  return { kind: 'refused', status: response.status, problem: parsed.success ? parsed.data : null };
}
