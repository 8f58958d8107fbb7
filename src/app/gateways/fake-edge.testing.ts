import { HttpBackend, HttpErrorResponse, HttpHeaders, HttpResponse, provideHttpClient } from '@angular/common/http';
import type { HttpEvent, HttpRequest } from '@angular/common/http';
import { Injectable, type EnvironmentProviders, type Provider } from '@angular/core';
import { provideEffects } from '@ngrx/effects';
import { provideStore } from '@ngrx/store';
import { of, throwError, type Observable } from 'rxjs';
import type { Session } from '#contract/session';
import type { FakeTime } from './fake-time.testing.ts';
import { ON_SCREEN } from './on-screen.ts';
import { provideGateways } from './provide-gateways.ts';
import { SCHEDULER } from './time.ts';

export interface FakeRequest {
  /** `GET http://b:8089/data/api/v1/…`; without an origin for the node that the page came from. */
  line: string;
  query: URLSearchParams;
  headers: HttpHeaders;
  body: unknown;
}

export interface FakeAnswer {
  /** 0: nothing answers there. */
  status?: number;
  body?: unknown;
  etag?: string;
}

/** Both gateways as a browser meets them: what is not told to answer does not. */
@Injectable()
export class FakeEdge extends HttpBackend {
  readonly requests: FakeRequest[] = [];
  private readonly answers = new Map<string, (request: FakeRequest) => FakeAnswer>();

  answer(line: string, by: (request: FakeRequest) => FakeAnswer): void {
    this.answers.set(line, by);
  }

  handle(request: HttpRequest<unknown>): Observable<HttpEvent<unknown>> {
    const [address = '', query = ''] = request.urlWithParams.split('?');
    const line = `${request.method} ${address}`;
    const asked = { line, query: new URLSearchParams(query), headers: request.headers, body: request.body };
    this.requests.push(asked);
    const { status = 200, body = null, etag } = this.answers.get(line)?.(asked) ?? { status: 0 };
    const answer = { status, url: request.url, headers: new HttpHeaders(etag === undefined ? {} : { ETag: etag }) };
    if (status < 200 || status > 299) return throwError(() => new HttpErrorResponse({ ...answer, error: body }));
    return of(new HttpResponse({ ...answer, body }));
  }
}

/** The real store, effects and client over that edge, in a time of its own. */
export function provideFakeEdge(edge: FakeEdge, time: FakeTime): (Provider | EnvironmentProviders)[] {
  return [
    provideHttpClient(),
    { provide: HttpBackend, useValue: edge },
    { provide: SCHEDULER, useValue: time },
    { provide: ON_SCREEN, useValue: () => of(true) },
    provideStore(),
    provideEffects(),
    provideGateways(),
  ];
}

export function someSession(overrides: Partial<Session> = {}): Session {
  return {
    userName: 'anna',
    role: 'administrator',
    csrfToken: 'csrf',
    ticket: 'ticket',
    ticketRemainingMs: 60_000,
    endsAt: Date.UTC(2026, 10, 21, 14),
    passwordNeeded: false,
    ...overrides,
  };
}
