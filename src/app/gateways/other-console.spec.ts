import { DOCUMENT } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Store } from '@ngrx/store';
import { FakeEdge, provideFakeEdge, someSession } from './fake-edge.testing.ts';
import { addressOfB, answerAsPair } from './fake-pair.testing.ts';
import { FakeTime } from './fake-time.testing.ts';
import { OtherConsole } from './other-console.ts';
import { PageAddress } from './page-address.ts';
import { sessionEvents } from './session-state.ts';

const codeRequest = `POST ${addressOfB}/data/api/v1/session/code`;

describe('The console of the other node', () => {
  it('opens with the sign-in of this one', async () => {
    const { edge, tab, open } = setup();
    edge.answer(codeRequest, () => ({ body: { code: 'c0de', expiresInMs: 60_000 } }));
    await open();
    expect(edge.requests.at(-1)?.headers.get('Authorization')).toBe('Bearer ticket');
    expect(tab.location.href).toBe(`${addressOfB}/#sign-in=c0de`);
    expect(tab.opener).toBeNull();
  });

  it('opens at its sign-in page when the node gives no code', async () => {
    const { tab, open } = setup();
    await open();
    expect(tab.location.href).toBe(`${addressOfB}/`);
  });
});

describe('A one-time sign-in link', () => {
  it('gives its code once, and leaves neither the address nor the history', () => {
    const replaceState = jasmine.createSpy();
    const location = { hash: '#sign-in=c0de_-9', pathname: '/diagnostics/logs', search: '?level=WARN' };
    const document = { location, defaultView: { history: { replaceState } } };
    TestBed.configureTestingModule({ providers: [{ provide: DOCUMENT, useValue: document }] });
    const code = TestBed.runInInjectionContext(() => new PageAddress().takeSignInCode());
    expect(code).toBe('c0de_-9');
    expect(replaceState).toHaveBeenCalledOnceWith(null, '', '/diagnostics/logs?level=WARN');
  });
});

function setup() {
  const edge = new FakeEdge();
  const time = new FakeTime();
  answerAsPair(edge, time);
  TestBed.configureTestingModule({ providers: [provideFakeEdge(edge, time)] });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session: someSession(), received }));
  time.pass(100);
  const tab = { opener: {}, location: { href: '' }, close: jasmine.createSpy() };
  spyOn(globalThis, 'open').and.returnValue(tab as unknown as Window);
  return { edge, tab, open: () => TestBed.inject(OtherConsole).open('B') };
}
