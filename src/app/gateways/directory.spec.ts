import { TestBed } from '@angular/core/testing';
import { Store } from '@ngrx/store';
import { FakeEdge, provideFakeEdge, someSession } from './fake-edge.testing.ts';
import { addressOfB, answerAsPair } from './fake-pair.testing.ts';
import { FakeTime } from './fake-time.testing.ts';
import { keep } from './kept.ts';
import { keptNodes } from './kept-nodes.ts';
import { PageAddress } from './page-address.ts';
import { sessionEvents } from './session-state.ts';

describe('Where the nodes are', () => {
  afterEach(() => keep('nodes', null));

  for (const scheme of ['http', 'https'] as const) {
    it(`[N2] is asked for a page of ${scheme}, whatever stands between it and the node`, () => {
      const [edge, time] = [new FakeEdge(), new FakeTime(Date.UTC(2026, 10, 21))];
      answerAsPair(edge, time);
      TestBed.configureTestingModule({ providers: [provideFakeEdge(edge, time)] });
      spyOn(TestBed.inject(PageAddress), 'scheme').and.returnValue(scheme);
      const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
      TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session: someSession(), received }));
      time.pass(1000);
      const asked = edge.requests.filter(({ line }) => line.endsWith('/runtime/nodes'));
      expect(asked.map(({ query }) => query.get('scheme'))).toEqual([scheme]);
    });
  }

  it('[P2] is kept with the node of this address first, though the other one told it last', () => {
    const [edge, time] = [new FakeEdge(), new FakeTime(Date.UTC(2026, 10, 21))];
    answerAsPair(edge, time);
    TestBed.configureTestingModule({ providers: [provideFakeEdge(edge, time)] });
    const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
    TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session: someSession(), received }));
    time.pass(1000);
    const [a, b] = keptNodes()?.nodes ?? [];
    for (const path of ['redundancy', 'runtime/nodes']) edge.answer(`GET /data/api/v1/${path}`, () => ({ status: 0 }));
    edge.answer(`GET ${addressOfB}/data/api/v1/runtime/nodes`, () => ({
      body: { pairId: 'pair', nodes: [{ ...b, name: 'renamed' }, a] },
    }));
    time.pass(30_000);
    expect(keptNodes()?.nodes.map(({ name }) => name)).toEqual(['A', 'renamed']);
  });
});
