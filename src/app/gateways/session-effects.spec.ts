import { TestBed } from '@angular/core/testing';
import { Store } from '@ngrx/store';
import { of } from 'rxjs';
import { ADMINISTERED } from './administered.ts';
import { FakeEdge, provideFakeEdge, someSession } from './fake-edge.testing.ts';
import { addressOfB, answerAsPair } from './fake-pair.testing.ts';
import { FakeTime } from './fake-time.testing.ts';
import { gatewaysEvents } from './gateways-events.ts';
import { gatewaysFeature } from './gateways-selectors.ts';
import { keep, kept } from './kept.ts';
import { PageAddress } from './page-address.ts';
import { sessionEvents, sessionFeature } from './session-state.ts';

const api = '/data/api/v1';
const unauthenticated = { type: 'about:blank', title: 'Sign in first', status: 401, code: 'unauthenticated' };
const wrong = { ...unauthenticated, title: 'Name, password or code is wrong', code: 'signInFailed' };

describe('Signing in', () => {
  beforeEach(() => keep('signed-in', null));
  afterEach(() => keep('signed-in', null));

  it('happens by the code of a one-time link, and both nodes are asked at once', () => {
    const { edge, time, phase, nodeIds } = setup({ code: 'c0de' });
    time.pass(10);
    expect(edge.requests[0]).toEqual(jasmine.objectContaining({ line: `POST ${api}/session`, body: { code: 'c0de' } }));
    expect(phase()).toBe('signedIn');
    expect(nodeIds()).toEqual(['A', 'B']);
  });

  it('is restored from an earlier visit', () => {
    keep('signed-in', 'yes');
    const { edge, phase } = setup();
    expect(edge.requests[0]?.line).toBe(`GET ${api}/session`);
    expect(phase()).toBe('signedIn');
  });

  it('is not looked for where nobody has signed in: that would put an error into the browser’s console', () => {
    const { edge, phase } = setup();
    expect(edge.requests).toEqual([]);
    expect(phase()).toBe('signedOut');
  });

  it('says what is wrong when name and password do not fit', () => {
    const { edge, store, phase } = setup();
    edge.answer(`POST ${api}/session`, () => ({ status: 401, body: wrong }));
    store.dispatch(sessionEvents.signInAsked({ request: { userName: 'anna', password: 'no' } }));
    expect(phase()).toBe('signedOut');
    expect(store.selectSignal(sessionFeature.selectFailure)()).toEqual({
      kind: 'refused',
      status: 401,
      problem: wrong,
    });
  });
});

describe('The sign-in', () => {
  beforeEach(() => keep('signed-in', null));
  afterEach(() => keep('signed-in', null));

  it('renews its ticket at half its life', () => {
    const { edge, time } = setup({ code: 'c0de' });
    time.pass(29_000);
    expect(linesOf(edge, 'session/ticket')).toEqual([]);
    time.pass(2000);
    expect(linesOf(edge, 'session/ticket')).toEqual([`POST ${api}/session/ticket`]);
    time.pass(29_000);
    expect(linesOf(edge, 'session/ticket').length).toBe(2);
  });

  it('goes on for longer than a ticket lives when the node that the page came from is dead', () => {
    const { edge, time, store } = setup({ code: 'c0de' });
    time.pass(5000);
    killHere(edge);
    time.pass(600_000);
    const lastAsked = edge.requests.filter(({ line }) => line === `GET ${addressOfB}${api}/redundancy`).at(-1);
    expect(lastAsked?.headers.get('Authorization')).toMatch(/^Bearer renewed-\d+$/);
    const b = store.selectSignal(gatewaysFeature.selectNodes)()['B'];
    expect(b?.failure).toBeNull();
    expect(time.now() - (b?.statement?.receivedAt ?? 0)).toBeLessThan(1100);
  });

  it('keeps trying while no node answers, and goes on with the cookie when its node is back', () => {
    const { edge, time, phase } = setup({ code: 'c0de' });
    time.pass(5000);
    killHere(edge);
    edge.answer(`GET ${addressOfB}${api}/redundancy`, () => ({ status: 0 }));
    edge.answer(`POST ${addressOfB}${api}/session/ticket`, () => ({ status: 0 }));
    time.pass(120_000);
    expect(phase()).toBe('signedIn');
    answerHere(edge, time);
    time.pass(6000);
    expect(linesOf(edge, 'session/ticket').at(-1)).toBe(`POST ${api}/session/ticket`);
  });

  it('ends when its node knows neither cookie nor ticket any more', () => {
    const { edge, time, phase, nodeIds } = setup({ code: 'c0de' });
    time.pass(3000);
    edge.answer(`GET ${api}/redundancy`, () => ({ status: 401, body: unauthenticated }));
    edge.answer(`POST ${api}/session/code`, () => ({ status: 401, body: unauthenticated }));
    time.pass(1000);
    expect(phase()).toBe('signedOut');
    expect(nodeIds()).toEqual([]);
    expect(kept('signed-in')).toBeNull();
  });

  it('goes on by ticket when its node only lost the session', () => {
    const { edge, time, phase } = setup({ code: 'c0de' });
    time.pass(3000);
    edge.answer(`GET ${api}/redundancy`, ({ headers }) =>
      headers.has('Authorization') ? { status: 503 } : { status: 401, body: unauthenticated },
    );
    time.pass(1000);
    expect(phase()).toBe('signedIn');
  });

  it('goes on though nobody answered for hours and its node lost the session, by the ticket that ran out', () => {
    const { edge, time, phase } = setup({ code: 'c0de' });
    time.pass(5000);
    killHere(edge);
    edge.answer(`GET ${addressOfB}${api}/redundancy`, () => ({ status: 0 }));
    edge.answer(`POST ${addressOfB}${api}/session/ticket`, () => ({ status: 0 }));
    time.pass(3_600_000);
    const refused = { status: 401, body: unauthenticated };
    edge.answer(`GET ${api}/redundancy`, () => refused);
    edge.answer(`POST ${api}/session/ticket`, () => refused);
    const lost = [{ status: 503 }, { status: 0 }];
    const code = { body: { code: 'a'.repeat(43), expiresInMs: 60_000 } };
    edge.answer(`POST ${api}/session/code`, () => lost.shift() ?? code);
    time.pass(12_000);
    const [first] = edge.requests.filter(({ line }) => line === `POST ${api}/session/code`);
    expect(first?.headers.get('Authorization')).toBe('Bearer ticket');
    expect(edge.requests.filter(({ line }) => line === `POST ${api}/session`).at(-1)?.body).toEqual({
      code: 'a'.repeat(43),
    });
    expect(phase()).toBe('signedIn');
  });

  it('is renewed at the other node from a page that only operators look at, with a ticket that ran out too', () => {
    const { edge, time, store } = setup({ code: 'c0de', administered: false });
    for (const path of ['session/ticket', 'session/code']) {
      edge.answer(`POST ${api}/${path}`, () => ({ status: 0 }));
      edge.answer(`POST ${addressOfB}${api}/${path}`, () => ({ status: 0 }));
    }
    const role = 'Backup' as const;
    const node = (name: string, address: string) => {
      return { nodeId: name, name, role, probeAddresses: [address], destination: null };
    };
    const nodes = [node('A', 'http://a:8088'), node('B', addressOfB)];
    store.dispatch(gatewaysEvents.directoryAnswered({ nodes: { pairId: 'pair', nodes } }));
    time.pass(300_000);
    edge.answer(`POST ${addressOfB}${api}/session/ticket`, () => ({
      body: { ticket: 'fresh', ticketRemainingMs: 60_000 },
    }));
    time.pass(6000);
    const asked = edge.requests.filter(({ line }) => line === `POST ${addressOfB}${api}/session/ticket`);
    expect(asked.at(-1)?.headers.get('Authorization')).toBe('Bearer ticket');
    expect(store.selectSignal(sessionFeature.selectTicket)()?.text).toBe('fresh');
  });

  it('gets a cookie of the node that took over behind the same address', () => {
    const { edge, store } = setup({ code: 'c0de', administered: false });
    const cookieRefused = store.selectSignal(sessionFeature.selectCookieRefused);
    edge.answer(`POST ${api}/session/code`, () => ({ body: { code: 'b'.repeat(43), expiresInMs: 60_000 } }));
    store.dispatch(sessionEvents.cookieRefused());
    store.dispatch(sessionEvents.nodeAdopted());
    const [code, signIn] = edge.requests.slice(-2);
    expect([code?.line, code?.headers.get('Authorization')]).toEqual([`POST ${api}/session/code`, 'Bearer ticket']);
    expect(signIn?.body).toEqual({ code: 'b'.repeat(43) });
    expect(cookieRefused()).toBeFalse();
  });

  it('is revoked by whichever node answers when a person signs out, and nothing that was seen is kept', () => {
    const { edge, time, store, phase, nodeIds } = setup({ code: 'c0de' });
    time.pass(3000);
    killHere(edge);
    edge.answer(`DELETE ${addressOfB}${api}/session`, () => ({ body: {} }));
    store.dispatch(sessionEvents.signOutAsked());
    expect(edge.requests.at(-1)?.line).toBe(`DELETE ${addressOfB}${api}/session`);
    expect(phase()).toBe('signedOut');
    expect(nodeIds()).toEqual([]);
    const asked = edge.requests.length;
    time.pass(10_000);
    expect(edge.requests.length).toBe(asked);
  });
});

function setup({ code = null, administered = true }: { code?: string | null; administered?: boolean } = {}) {
  const edge = new FakeEdge();
  const time = new FakeTime();
  answerAsPair(edge, time);
  let renewals = 0;
  const renewed = () => ({ body: { ticket: `renewed-${++renewals}`, ticketRemainingMs: 60_000 } });
  edge.answer(`POST ${api}/session`, () => ({ body: someSession() }));
  edge.answer(`GET ${api}/session`, () => ({ body: someSession() }));
  edge.answer(`POST ${api}/session/ticket`, renewed);
  edge.answer(`POST ${addressOfB}${api}/session/ticket`, renewed);
  const address = { takeSignInCode: () => code, takeTicket: () => null, host: () => 'a:8088', scheme: () => 'http' };
  TestBed.configureTestingModule({
    providers: [
      { provide: PageAddress, useValue: address },
      { provide: ADMINISTERED, useValue: of(administered) },
      provideFakeEdge(edge, time),
    ],
  });
  const store = TestBed.inject(Store);
  const phase = store.selectSignal(sessionFeature.selectPhase);
  const nodeIds = store.selectSignal(gatewaysFeature.selectNodeIds);
  return { edge, time, store, phase, nodeIds };
}

function killHere(edge: FakeEdge): void {
  for (const line of ['GET /redundancy', 'GET /runtime/nodes', 'POST /session/ticket', 'DELETE /session']) {
    edge.answer(line.replace(' ', ` ${api}`), () => ({ status: 0 }));
  }
}

function answerHere(edge: FakeEdge, time: FakeTime): void {
  answerAsPair(edge, time);
  edge.answer(`POST ${api}/session/ticket`, () => ({ body: { ticket: 'back', ticketRemainingMs: 60_000 } }));
}

function linesOf(edge: FakeEdge, part: string): string[] {
  return edge.requests.map(({ line }) => line).filter((line) => line.includes(part));
}
