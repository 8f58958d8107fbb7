import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { ActivatedRoute, convertToParamMap, provideRouter } from '@angular/router';
import { Store } from '@ngrx/store';
import { of } from 'rxjs';
import type { Heartbeat } from '#contract/heartbeat';
import type { UserRole } from '#contract/roles';
import type { RuntimeNode } from '#contract/runtime-nodes';
import { realRules } from '../../../failover/decision.ts';
import type { Fetch } from '../../../failover/ask.ts';
import type { Browser } from '../../../failover/page.ts';
import { FakeEdge, provideFakeEdge, someSession } from '../gateways/fake-edge.testing.ts';
import { FakeTime } from '../gateways/fake-time.testing.ts';
import { PageAddress } from '../gateways/page-address.ts';
import { sessionEvents } from '../gateways/session-state.ts';
import { FakeLive } from './live/fake-live.testing.ts';
import { FETCH } from './live/fetch-lines.ts';
import { RuntimePage } from './runtime-page.ts';
import { RuntimePageHarness } from './runtime-page.harness.ts';
import { BROWSER } from './switch/browser.ts';

const origins = { A: 'http://a:8088', B: 'http://b:8089' };
const [pathname, search, hash] = ['/runtime/works/tank', '?wall=2', '#top'];

/** How the two nodes answer: their states and ids, by where they stand. */
export interface Beats {
  states: Record<string, Heartbeat['runningState'] | 'silent'>;
  pairId: string;
  names: Record<'A' | 'B', string>;
}

export function nodesOf(pairId: string, names: Beats['names']) {
  const node = (place: 'A' | 'B'): RuntimeNode => ({
    ...{ nodeId: names[place], name: names[place], role: place === 'A' ? 'Master' : 'Backup' },
    ...{ probeAddresses: [origins[place]], destination: origins[place] },
  });
  return { pairId, nodes: [node('A'), node('B')] };
}

interface Opened {
  role?: UserRole;
  /** What came along from the other node. */
  brought?: unknown;
  /** Whether its node says where both nodes are. */
  told?: boolean;
}

/** The page at A, and both nodes as far as its browser meets them. */
export async function openPage({ role = 'operator', brought, told = true }: Opened = {}) {
  const time = new FakeTime();
  const [edge, live] = [new FakeEdge(), new FakeLive()];
  const beats: Beats = { states: { A: 'Running', B: 'Standby' }, pairId: 'pair', names: { A: 'A', B: 'B' } };
  const open = jasmine.createSpy('open');
  const asked: string[] = [];
  const browser = fakeBrowser(time, beats, open);
  const fetch: Fetch = (url, init) => {
    asked.push(url);
    return browser.fetch(url, init);
  };
  if (told) edge.answer('GET /data/api/v1/runtime/nodes', () => ({ body: nodesOf('pair', beats.names) }));
  const params = of(convertToParamMap({ project: 'works', page: 'tank' }));
  TestBed.resetTestingModule().configureTestingModule({
    providers: [
      provideFakeEdge(edge, time),
      provideRouter([]),
      { provide: ActivatedRoute, useValue: { paramMap: params } },
      { provide: FETCH, useValue: live.fetch },
      { provide: BROWSER, useValue: { ...browser, fetch } },
      { provide: PageAddress, useValue: fakeAddress(brought) },
    ],
  });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session: someSession({ role }), received }));
  const fixture = TestBed.createComponent(RuntimePage);
  const page = await TestbedHarnessEnvironment.harnessForFixture(fixture, RuntimePageHarness);
  /** The sign-in runs out, and somebody signs in. */
  const signInAgain = async (userName: string) => {
    fixture.destroy();
    const store = TestBed.inject(Store);
    store.dispatch(sessionEvents.sessionEnded());
    store.dispatch(sessionEvents.signInAnswered({ session: someSession({ role, userName }), received }));
    return TestbedHarnessEnvironment.harnessForFixture(TestBed.createComponent(RuntimePage), RuntimePageHarness);
  };
  return {
    signInAgain,
    /** The person goes to another page. */
    leave: () => fixture.destroy(),
    time,
    edge,
    live,
    beats,
    /** Where heartbeats were asked for, and other things. */
    asked,
    open,
    page,
    text: () => (fixture.nativeElement as HTMLElement).textContent,
  };
}

function fakeAddress(brought: unknown): Partial<PageAddress> {
  return {
    takeSignInCode: () => null,
    takeTicket: () => null,
    takePage: () => brought,
    origin: () => 'http://a:8088',
    scheme: () => 'http',
  };
}

export function fakeBrowser(time: FakeTime, beats: Beats, open: (address: string) => void): Browser {
  return {
    now: () => time.now(),
    random: () => 0,
    rules: realRules,
    later: (call, ms) => {
      const later = time.schedule(call, ms);
      return () => later.unsubscribe();
    },
    fetch: async (url) => {
      const place = url.startsWith(origins.A) ? 'A' : 'B';
      const runningState = beats.states[place];
      if (runningState === 'silent') throw new TypeError('Failed to fetch');
      const [nodeId, pairId] = [beats.names[place], beats.pairId];
      return {
        ok: true,
        json: async () => ({ nodeId, pairId, runningState, epoch: { number: 1, nodeId }, publicAddress: null }),
      };
    },
    place: () => ({ protocol: 'http:', origin: origins.A, pathname, search, hash }),
    open,
    setHash: () => undefined,
    onReturn: () => undefined,
  };
}
