import { HttpBackend, HttpErrorResponse, HttpHeaders, HttpRequest, HttpResponse } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { Store } from '@ngrx/store';
import { catchError, defer, filter, map, of, switchMap } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';
import * as z from 'zod/mini';
import { problem } from '#contract/problem';
import type { Answer, Failure, Received } from './failure.ts';
import { isUnauthenticated } from './failure.ts';
import { firstGood } from './first-good.ts';
import { gatewaysFeature } from './gateways-selectors.ts';
import { addressesOf } from './gateways-state.ts';
import { sessionEvents, sessionFeature } from './session-state.ts';
import { SCHEDULER } from './time.ts';

/** A request by the contract, to whichever node. */
export interface GatewayRequest<T> {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the node's address: `/data/api/v1/…`. */
  path: string;
  /** What the answer must be. */
  answer: z.core.$ZodType<T>;
  body?: unknown;
  headers?: Record<string, string>;
  /** What the body is parsed as, before the schema sees it. */
  answerAs?: 'json' | 'text';
  /** Lengthens the sign-in: a ticket that has run out serves too, and each address of a node is asked in turn. */
  renews?: boolean;
  /** How long an answer is waited for, ms. */
  timeoutMs?: number;
  /** The only node whose answer counts, where the answer tells who gave it. */
  accept?: (value: T) => boolean;
}

const defaultTimeoutMs = 3000;

/** Sends requests to the two nodes, each by its own way in, and checks what comes back. Never throws. */
@Injectable({ providedIn: 'root' })
export class GatewayClient {
  /** Not HttpClient: that has everything checked for changes after each answer, and two come each second. */
  private readonly http = inject(HttpBackend);
  private readonly scheduler = inject(SCHEDULER);
  private readonly store = inject(Store);
  private readonly gateways = this.store.selectSignal(gatewaysFeature.selectGatewaysState);
  private readonly session = this.store.selectSignal(sessionFeature.selectSessionState);

  /** Asks the node with this id, wherever it answers. A change goes to one address, a question to each in turn. */
  ask<T>(nodeId: string, request: GatewayRequest<T>): Observable<Answer<T>> {
    return defer(() => {
      if (nodeId === this.gateways().hereId) return this.askHere(request);
      const addresses = addressesOf(this.gateways(), nodeId);
      const tried = isQuestion(request) || request.renews === true ? addresses : addresses.slice(0, 1);
      return firstGood(tried.map((address) => this.sendByTicket(address, request)));
    });
  }

  /** Asks the node that this page came from: by its cookie, and by ticket to renew or once the cookie is refused. */
  askHere<T>(request: GatewayRequest<T>): Observable<Answer<T>> {
    return defer(() => {
      const byTicket = this.ticketFor(request) !== null;
      if (byTicket && this.session().cookieRefused) return this.sendByTicket('', request);
      const byCookie = this.send('', this.byCookie(), request);
      if (byTicket && request.renews === true) return this.sendByTicket('', request).pipe(elseBy(byCookie));
      return byCookie.pipe(
        switchMap((answer) => {
          if (answer.ok || !isCookieRefused(answer.failure) || !byTicket) return of(answer);
          this.store.dispatch(sessionEvents.cookieRefused());
          return this.sendByTicket('', request);
        }),
      );
    });
  }

  /** Asks whoever answers at the origin, as nobody. */
  askStranger<T>(origin: string, request: GatewayRequest<T>): Observable<Answer<T>> {
    return this.send(origin, {}, request);
  }

  private byCookie(): Record<string, string> {
    const token = this.session().session?.csrfToken;
    return token == null ? {} : { 'X-CSRF-Token': token };
  }

  /** What has run out is not sent: the answer is known. */
  private sendByTicket<T>(address: string, request: GatewayRequest<T>): Observable<Answer<T>> {
    const ticket = this.ticketFor(request);
    if (ticket === null) return of({ ok: false, failure: { kind: 'refused', status: 401, problem: null } });
    return this.send(address, { Authorization: `Bearer ${ticket}` }, request);
  }

  private ticketFor({ renews = false }: Pick<GatewayRequest<unknown>, 'renews'>): string | null {
    const { ticket } = this.session();
    return ticket !== null && (renews || ticket.expiresAt > this.scheduler.now()) ? ticket.text : null;
  }

  private send<T>(address: string, way: Record<string, string>, request: GatewayRequest<T>): Observable<Answer<T>> {
    const { scheduler } = this;
    return defer(() => {
      const askedAt = scheduler.now();
      const headers = new HttpHeaders({ ...way, ...request.headers });
      const { method = 'GET', path, body = null, timeoutMs: timeout = defaultTimeoutMs } = request;
      const options = { headers, timeout, responseType: request.answerAs ?? 'json' } as const;
      return this.http.handle(new HttpRequest<unknown>(method, address + path, body, options)).pipe(
        filter((event) => event instanceof HttpResponse),
        map((response) => {
          const received = { askedAt, receivedAt: scheduler.now(), address, etag: response.headers.get('ETag') };
          return answerOf(request, response, received);
        }),
        catchError((error: unknown) => of<Answer<T>>({ ok: false, failure: failureOf(error) })),
      );
    });
  }
}

/** A ticket is known to both nodes behind one address; the cookie still counts where the pair was made anew. */
function elseBy<T>(byCookie: Observable<Answer<T>>): OperatorFunction<Answer<T>, Answer<T>> {
  return switchMap((answer) => (answer.ok || !isUnauthenticated(answer.failure) ? of(answer) : byCookie));
}

/** Another node behind the same address knows another token, if any. */
function isCookieRefused(failure: Failure): boolean {
  return isUnauthenticated(failure) || (failure.kind === 'refused' && failure.problem?.code === 'csrf');
}

function isQuestion({ method }: Pick<GatewayRequest<unknown>, 'method'>): boolean {
  return method === undefined || method === 'GET';
}

function answerOf<T>(request: GatewayRequest<T>, response: HttpResponse<unknown>, received: Received): Answer<T> {
  const parsed = z.safeParse(request.answer, response.body);
  if (!parsed.success) return { ok: false, failure: { kind: 'notUnderstood', detail: z.prettifyError(parsed.error) } };
  if (request.accept?.(parsed.data) === false) return { ok: false, failure: { kind: 'wrongNode' } };
  return { ok: true, value: parsed.data, received };
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof HttpErrorResponse)) return { kind: 'notUnderstood', detail: String(error) };
  if (error.status === 0) return { kind: isTimeout(error.error) ? 'timeout' : 'noAnswer' };
  if (error.ok || error.status < 300) return { kind: 'notUnderstood', detail: error.message };
  const parsed = z.safeParse(problem, error.error);
  return { kind: 'refused', status: error.status, problem: parsed.success ? parsed.data : null };
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'TimeoutError';
}
