import { TestBed } from '@angular/core/testing';
import { Store } from '@ngrx/store';
import { FakeEdge, provideFakeEdge, someSession } from './fake-edge.testing.ts';
import { answerAsPair } from './fake-pair.testing.ts';
import { FakeTime } from './fake-time.testing.ts';
import { PageAddress } from './page-address.ts';
import { sessionEvents } from './session-state.ts';

describe('Where the nodes are', () => {
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
});
