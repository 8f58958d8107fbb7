import { inject, Injectable } from '@angular/core';
import { of, switchMap, type Observable } from 'rxjs';
import * as z from 'zod/mini';
import { redundancyConfig, type RedundancyConfig } from '#contract/redundancy-config';
import {
  redundancyStatus,
  relayedStatus,
  type RedundancyStatus,
  type RelayedStatus,
} from '#contract/redundancy-status';
import { runtimeNodes, type RuntimeNodes } from '#contract/runtime-nodes';
import {
  codeAnswer,
  session,
  ticketAnswer,
  type CodeAnswer,
  type PasswordChange,
  type Session,
  type SignInRequest,
  type TicketAnswer,
} from '#contract/session';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';
import { nodeIdOf } from './gateways-state.ts';
import { PageAddress } from './page-address.ts';

const base = '/data/api/v1';
const nothing = z.unknown();
const renewal = { method: 'POST', path: `${base}/session/ticket`, answer: ticketAnswer, renews: true } as const;
const handOff = { method: 'POST', path: `${base}/session/code`, answer: codeAnswer, renews: true } as const;

/** What the console asks of a gateway, by name. `here` is the node that the page came from. */
@Injectable({ providedIn: 'root' })
export class GatewayApi {
  private readonly client = inject(GatewayClient);
  private readonly pageAddress = inject(PageAddress);

  statusHere(): Observable<Answer<RedundancyStatus>> {
    return this.client.askHere({ path: `${base}/redundancy`, answer: redundancyStatus });
  }

  /** An address that leads to another node does not count. */
  status(nodeId: string): Observable<Answer<RedundancyStatus>> {
    const accept = (status: RedundancyStatus) => nodeIdOf(status) === nodeId;
    return this.client.ask(nodeId, { path: `${base}/redundancy`, answer: redundancyStatus, accept });
  }

  /** What the node last heard from its peer. */
  relayed(nodeId: string): Observable<Answer<RelayedStatus>> {
    return this.client.ask(nodeId, { path: `${base}/redundancy/peer`, answer: relayedStatus });
  }

  /** With addresses of the scheme of this page, whichever the node was asked by: a browser asks no others. */
  directory(nodeId: string): Observable<Answer<RuntimeNodes>> {
    const path = `${base}/runtime/nodes?scheme=${this.pageAddress.scheme()}`;
    return this.client.ask(nodeId, { path, answer: runtimeNodes });
  }

  config(nodeId: string): Observable<Answer<RedundancyConfig>> {
    return this.client.ask(nodeId, { path: `${base}/redundancy/config`, answer: redundancyConfig });
  }

  session(): Observable<Answer<Session>> {
    return this.client.askHere({ path: `${base}/session`, answer: session });
  }

  signIn(body: SignInRequest): Observable<Answer<Session>> {
    // scrypt runs one at a time, so a queue of sign-ins takes a while.
    const path = `${base}/session`;
    return this.client.askStranger('', { method: 'POST', path, body, answer: session, timeoutMs: 20_000 });
  }

  /** The same person as at the other node, with a cookie of this one. The ticket may have run out. */
  signInByTicket(ticket: string): Observable<Answer<Session>> {
    const headers = { Authorization: `Bearer ${ticket}` };
    return this.client
      .askStranger('', { ...handOff, headers })
      .pipe(switchMap((answer) => (answer.ok ? this.signIn({ code: answer.value.code }) : of(answer))));
  }

  signOutHere(): Observable<Answer<unknown>> {
    return this.client.askHere({ method: 'DELETE', path: `${base}/session`, answer: nothing });
  }

  signOut(nodeId: string): Observable<Answer<unknown>> {
    return this.client.ask(nodeId, { method: 'DELETE', path: `${base}/session`, answer: nothing });
  }

  renewTicketHere(): Observable<Answer<TicketAnswer>> {
    return this.client.askHere(renewal);
  }

  renewTicket(nodeId: string): Observable<Answer<TicketAnswer>> {
    return this.client.ask(nodeId, renewal);
  }

  /** A code that signs this person in on that node's own console. */
  code(nodeId: string): Observable<Answer<CodeAnswer>> {
    return this.client.ask(nodeId, handOff);
  }

  setPassword(body: PasswordChange): Observable<Answer<unknown>> {
    const path = `${base}/session/password`;
    return this.client.askHere({ method: 'PUT', path, body, answer: nothing, timeoutMs: 20_000 });
  }
}
