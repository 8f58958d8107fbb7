import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideState, provideStore, Store } from '@ngrx/store';
import * as z from 'zod/mini';
import { masterStatus } from '#contract/status.testing';
import { FakeTime } from './fake-time.testing.ts';
import { someSession } from './fake-edge.testing.ts';
import type { Answer } from './failure.ts';
import { GatewayClient, type GatewayRequest } from './gateway-client.ts';
import { gatewaysEvents } from './gateways-events.ts';
import { gatewaysFeature } from './gateways-selectors.ts';
import { sessionEvents, sessionFeature } from './session-state.ts';
import { SCHEDULER } from './time.ts';

const path = '/data/api/v1/thing';
const question: GatewayRequest<{ size: number }> = { path, answer: z.object({ size: z.number() }) };
const change: GatewayRequest<{ size: number }> = { ...question, method: 'PUT', body: { size: 2 } };
const unauthenticated = { type: 'about:blank', title: 'Sign in first', status: 401, code: 'unauthenticated' };

describe('A request', () => {
  it('goes to the node that the page came from with the cookie and its token, without a ticket', () => {
    const { http, answers } = setup('id-a', change);
    const request = http.expectOne(path);
    expect(request.request.headers.get('X-CSRF-Token')).toBe('csrf');
    expect(request.request.headers.has('Authorization')).toBeFalse();
    request.flush({ size: 2 }, { headers: { ETag: '"7"' } });
    expect(answers).toEqual([
      jasmine.objectContaining({ ok: true, value: { size: 2 }, received: jasmine.objectContaining({ etag: '"7"' }) }),
    ]);
  });

  it('goes to the other node with the ticket and nothing that belongs to the cookie', () => {
    const { http } = setup('id-b', question);
    const request = http.expectOne(`http://b-1:8088${path}`);
    expect(request.request.headers.get('Authorization')).toBe('Bearer ticket');
    expect(request.request.headers.has('X-CSRF-Token')).toBeFalse();
    expect(request.request.withCredentials).toBeFalse();
  });

  it('is sent with the ticket to its own node too, once that node has lost the session', () => {
    const { http, ask, answers } = setup('id-a', question);
    http.expectOne(path).flush(unauthenticated, { status: 401, statusText: '' });
    const again = http.expectOne(path);
    expect(again.request.headers.get('Authorization')).toBe('Bearer ticket');
    again.flush({ size: 1 });
    expect(answers.map(({ ok }) => ok)).toEqual([true]);
    ask('id-a', question);
    expect(http.expectOne(path).request.headers.has('Authorization')).toBeTrue();
  });

  it('tries one address after the other, and says what was wrong with the best', () => {
    const { http, answers } = setup('id-b', question);
    http.expectOne(`http://b-1:8088${path}`).error(new ProgressEvent('error'));
    http.expectOne(`http://b-2:8088${path}`).flush('', { status: 500, statusText: '' });
    expect(answers).toEqual([{ ok: false, failure: { kind: 'noAnswer' } }]);
  });

  it('is not repeated at another address if it changes something', () => {
    const { http, answers } = setup('id-b', change);
    http.expectOne(`http://b-1:8088${path}`).error(new ProgressEvent('error'));
    http.verify();
    expect(answers.map(({ ok }) => ok)).toEqual([false]);
  });

  it('does not take the answer of another node', () => {
    const { http, answers } = setup('id-b', { ...question, accept: ({ size }) => size === 5 });
    http.expectOne(`http://b-1:8088${path}`).flush({ size: 4 });
    http.expectOne(`http://b-2:8088${path}`).flush({ size: 5 });
    expect(answers).toEqual([jasmine.objectContaining({ ok: true, value: { size: 5 } })]);
  });

  it('is not sent with a ticket that has run out', () => {
    const { http, ask, time } = setup();
    time.pass(60_000);
    const answers = ask('id-b', question);
    http.verify();
    expect(answers).toEqual([{ ok: false, failure: { kind: 'refused', status: 401, problem: null } }]);
  });

  it('that renews the sign-in is sent with it all the same, and to each address', () => {
    const { http, ask, time } = setup();
    time.pass(60_000);
    const answers = ask('id-b', { ...change, renews: true });
    http.expectOne(`http://b-1:8088${path}`).error(new ProgressEvent('error'));
    const second = http.expectOne(`http://b-2:8088${path}`);
    expect(second.request.headers.get('Authorization')).toBe('Bearer ticket');
    second.flush({ size: 2 });
    expect(answers.map(({ ok }) => ok)).toEqual([true]);
  });

  it('that renews the sign-in goes to its own node with the ticket, and with the cookie where the pair is another', () => {
    const { http, answers } = setup('id-a', { ...change, renews: true });
    const byTicket = http.expectOne(path);
    expect(byTicket.request.headers.get('Authorization')).toBe('Bearer ticket');
    byTicket.flush(unauthenticated, { status: 401, statusText: '' });
    const byCookie = http.expectOne(path);
    expect(byCookie.request.headers.get('X-CSRF-Token')).toBe('csrf');
    byCookie.flush({ size: 2 });
    expect(answers.map(({ ok }) => ok)).toEqual([true]);
  });

  it('goes with the cookie again where the ticket has run out: a node that is back may know it', () => {
    const { http, ask, time } = setup('id-a', question);
    http.expectOne(path).flush(unauthenticated, { status: 401, statusText: '' });
    http.expectOne(path).flush({ size: 1 });
    time.pass(60_000);
    const answers = ask('id-a', change);
    const request = http.expectOne(path);
    expect(request.request.headers.get('X-CSRF-Token')).toBe('csrf');
    request.flush({ size: 2 });
    expect(answers.map(({ ok }) => ok)).toEqual([true]);
  });

  it('that the other node behind the same address refuses, for it knows another token, is sent with the ticket', () => {
    const { http, answers } = setup('id-a', change);
    http.expectOne(path).flush({ ...unauthenticated, status: 403, code: 'csrf' }, { status: 403, statusText: '' });
    http.expectOne(path).flush({ size: 2 });
    expect(answers.map(({ ok }) => ok)).toEqual([true]);
  });

  it('fails when nothing comes in time', () => {
    const { http, answers } = setup('id-a', question);
    const request = http.expectOne(path);
    expect(request.request.timeout).toBe(3000);
    request.error(new DOMException('Request timed out', 'TimeoutError') as unknown as ProgressEvent);
    expect(answers).toEqual([{ ok: false, failure: { kind: 'timeout' } }]);
  });

  it('fails on an answer that is not by the contract, and says what is wrong with it', () => {
    const { http, answers } = setup('id-a', question);
    http.expectOne(path).flush({ size: 'large' });
    const [answer] = answers;
    expect(answer?.ok === false && answer.failure.kind === 'notUnderstood' && answer.failure.detail).toContain('size');
  });

  it('brings what the gateway says of its refusal', () => {
    const { http, answers } = setup('id-a', question);
    const problem = { type: 'about:blank', title: 'Not now', status: 409, code: 'actionRefused', refusals: ['busy'] };
    http.expectOne(path).flush(problem, { status: 409, statusText: '' });
    expect(answers).toEqual([{ ok: false, failure: { kind: 'refused', status: 409, problem } }]);
  });

  it('fails without being sent while nobody knows where the node is', () => {
    const { http, answers } = setup('id-z', question);
    http.verify();
    expect(answers).toEqual([{ ok: false, failure: { kind: 'noAddress' } }]);
  });
});

/** Signed in on A; two addresses of B are known. */
function setup(nodeId?: string, request = question) {
  const time = new FakeTime();
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(),
      provideHttpClientTesting(),
      provideStore(),
      provideState(gatewaysFeature),
      provideState(sessionFeature),
      { provide: SCHEDULER, useValue: time },
    ],
  });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  const store = TestBed.inject(Store);
  store.dispatch(sessionEvents.signInAnswered({ session: someSession(), received }));
  store.dispatch(gatewaysEvents.statusAnswered({ here: true, status: masterStatus(), received }));
  const probeAddresses = ['http://b-1:8088', 'http://b-2:8088'];
  const b = { nodeId: 'id-b', name: 'B', role: 'Backup' as const, probeAddresses, destination: null };
  store.dispatch(gatewaysEvents.directoryAnswered({ nodes: { pairId: 'pair', nodes: [b] } }));
  const client = TestBed.inject(GatewayClient);
  const ask = (id: string, asked: GatewayRequest<{ size: number }>) => {
    const answers: Answer<{ size: number }>[] = [];
    client.ask(id, asked).subscribe((answer) => answers.push(answer));
    return answers;
  };
  return {
    http: TestBed.inject(HttpTestingController),
    time,
    ask,
    answers: nodeId === undefined ? [] : ask(nodeId, request),
  };
}
