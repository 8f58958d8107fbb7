import { TestBed } from '@angular/core/testing';
import { Store } from '@ngrx/store';
import { of } from 'rxjs';
import { ADMINISTERED } from './administered.ts';
import { FakeEdge, provideFakeEdge, someSession, type FakeAnswer } from './fake-edge.testing.ts';
import { FakeTime } from './fake-time.testing.ts';
import { keep, kept } from './kept.ts';
import { PageAddress } from './page-address.ts';
import { sessionFeature } from './session-state.ts';

const api = '/data/api/v1';
const ended = { status: 401, body: { type: '', title: 'Sign in first', status: 401, code: 'unauthenticated' } };
const code = { body: { code: 'c'.repeat(43), expiresInMs: 60_000 } };
const lost: FakeAnswer[] = [{ status: 0 }, { status: 429 }, { status: 503 }, { status: 404 }, { body: 'not of ours' }];

describe('A session that is restored', () => {
  beforeEach(() => keep('signed-in', 'yes'));
  afterEach(() => ['signed-in', 'known-at-both'].forEach((name) => keep(name, null)));

  for (const answer of lost) {
    it(`is asked for again after ${answer.status ?? 'a strange answer'}, and nobody has to sign in`, () => {
      const { time, phase, failure } = setup({ session: [answer, answer] });
      expect([phase(), failure() === null]).toEqual(['unknown', false]);
      time.pass(10_000);
      expect([phase(), failure()]).toEqual(['signedIn', null]);
    });
  }

  it('is asked for until the node answers, however long that takes', () => {
    const { time, phase, edge } = setup({ session: Array.from({ length: 100 }, () => ({ status: 0 })) });
    time.pass(600_000);
    expect(phase()).toBe('signedIn');
    expect(edge.requests.filter(({ line }) => line === `GET ${api}/session`).length).toBe(101);
  });

  it('is not asked for again when it is over', () => {
    const { time, phase, edge } = setup({ session: [ended] });
    time.pass(60_000);
    expect([phase(), edge.requests.length]).toEqual(['signedOut', 1]);
  });

  it('is brought along by ticket, though the first answers of the node are lost', () => {
    const wrong = { status: 401, body: { ...ended.body, code: 'signInFailed' } };
    const { time, phase, edge } = setup({ ticket: 'brought', codes: [{ status: 0 }], signIns: [{ status: 0 }, wrong] });
    expect(kept('known-at-both')).toBeNull();
    time.pass(20_000);
    expect(phase()).toBe('signedIn');
    expect(kept('known-at-both')).toBe('yes');
    expect(edge.requests[0]?.headers.get('Authorization')).toBe('Bearer brought');
    expect(edge.requests.map(({ line }) => line)).not.toContain(`GET ${api}/session`);
  });

  it('is that of an earlier visit where the ticket that was brought along is of one that is over', () => {
    const { phase, edge } = setup({ ticket: 'brought', codes: [ended] });
    expect(phase()).toBe('signedIn');
    expect(edge.requests.at(-1)?.line).toBe(`GET ${api}/session`);
  });
});

/** What the node answers first, by request; after that it answers well. */
interface Answers {
  ticket?: string;
  session?: FakeAnswer[];
  codes?: FakeAnswer[];
  signIns?: FakeAnswer[];
}

function setup({ ticket, session = [], codes = [], signIns = [] }: Answers) {
  const [edge, time] = [new FakeEdge(), new FakeTime()];
  edge.answer(`GET ${api}/session`, () => session.shift() ?? { body: someSession() });
  edge.answer(`POST ${api}/session/code`, () => codes.shift() ?? code);
  edge.answer(`POST ${api}/session`, () => signIns.shift() ?? { body: someSession() });
  const address = { takeSignInCode: () => null, takeTicket: () => ticket ?? null, scheme: () => 'http' };
  TestBed.configureTestingModule({
    providers: [
      { provide: PageAddress, useValue: address },
      { provide: ADMINISTERED, useValue: of(false) },
      provideFakeEdge(edge, time),
    ],
  });
  const store = TestBed.inject(Store);
  const [phase, failure] = [
    store.selectSignal(sessionFeature.selectPhase),
    store.selectSignal(sessionFeature.selectFailure),
  ];
  return { edge, time, phase, failure };
}
