import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Store } from '@ngrx/store';
import { Subject } from 'rxjs';
import type { Provider } from '#contract/providers';
import type { RedundancyEvent } from '#contract/redundancy-events';
import { backupStatus, exampleAt } from '#contract/status.testing';
import { FakeEdge, provideFakeEdge, someSession, type FakeAnswer } from '../../gateways/fake-edge.testing.ts';
import { addressOfB, answerAsPair } from '../../gateways/fake-pair.testing.ts';
import { FakeTime } from '../../gateways/fake-time.testing.ts';
import { ON_SCREEN } from '../../gateways/on-screen.ts';
import { sessionEvents } from '../../gateways/session-state.ts';
import { EventsPanelHarness } from './events/events-panel.harness.ts';
import { ProvidersPanelHarness } from './providers/providers-panel.harness.ts';
import { RedundancyPage } from './redundancy-page.ts';
import { still } from './redundancy-page.testing.ts';
import { eventsAfter, providerList, someEvent, someProvider } from './replication.testing.ts';

const api = '/data/api/v1/redundancy';
const silent: FakeAnswer = { status: 0 };
const unknown: FakeAnswer = { status: 404 };
const tags = 'Tag Configuration';

describe('Status > Redundancy, what goes from node to node', () => {
  it('[S6] [S7] asks both nodes themselves every two seconds, and shows what each said last', async () => {
    const { providers, asked, time, stable, a } = await setup();
    expect(await providers.titles()).toEqual(['A sends to B', 'B receives from A']);
    const before = asked(`GET ${api}/providers`);
    a.providers = [someProvider({ direction: 'sends', pending: 7 })];
    time.pass(20_000);
    await stable();
    expect(asked(`GET ${api}/providers`) - before).toBe(10);
    expect((await providers.row('A sends to B', tags))['Pending Updates']).toBe('7');
  });

  it('[S6] [S7] asks nothing while the panels are out of sight, and at once when they are seen again', async () => {
    const { onScreen, asked, time } = await setup();
    onScreen.next(false);
    const lines = [`GET ${api}/providers`, `GET ${addressOfB}${api}/events`];
    const before = lines.map(asked);
    time.pass(20_000);
    expect(lines.map(asked)).toEqual(before);
    onScreen.next(true);
    time.pass(0);
    expect(lines.map(asked)).toEqual(before.map((count) => count + 1));
  });

  it('[S6] keeps the rows of a node that this browser no longer reaches, greyed, whoever else hears it', async () => {
    const { providers, edge, time, stable } = await setup();
    edge.answer(`GET ${addressOfB}${api}/providers`, () => silent);
    time.pass(10_000);
    await stable();
    expect(await providers.isGrey('B receives from A')).toBeTrue();
    expect((await providers.saidOf('B receives from A'))[0]).toContain('no answer since');
    expect(await providers.isGrey('A sends to B')).toBeFalse();
  });

  it('[S6] [S7] [S8] asks a gateway that reports neither once, and again when it runs another version', async () => {
    const { providers, events, edge, asked, time, stable, statusOfB } = await setup();
    for (const what of ['providers', 'events']) edge.answer(`GET ${addressOfB}${api}/${what}`, () => unknown);
    time.pass(2000);
    const before = asked(`GET ${addressOfB}${api}/providers`);
    time.pass(60_000);
    await stable();
    expect(asked(`GET ${addressOfB}${api}/providers`)).toBe(before);
    expect(await providers.notes()).toEqual(['Not reported by B.']);
    expect(await events.notes()).toEqual(['Not reported by B.']);
    statusOfB.version = '2.0.0';
    edge.answer(`GET ${addressOfB}${api}/providers`, () => ({ body: providerList([someProvider()]) }));
    time.pass(2000);
    await stable();
    expect(await providers.titles()).toEqual(['A sends to B', 'B receives from A']);
  });

  it('[S8] asks each node for what is newer than what it has, and shows it on top', async () => {
    const { events, edge, time, stable, a } = await setup();
    expect(await events.column('reason')).toEqual(['reason 9', 'reason 3']);
    a.events.push(someEvent(10, { reason: 'A became active' }));
    time.pass(2000);
    await stable();
    expect(await events.column('reason')).toEqual(['A became active', 'reason 9', 'reason 3']);
    const last = edge.requests.filter(({ line }) => line === `GET ${api}/events`).at(-1);
    expect(last?.query.get('after')).toBe('9');
    time.pass(2000);
    expect(
      edge.requests
        .filter(({ line }) => line === `GET ${api}/events`)
        .at(-1)
        ?.query.get('after'),
    ).toBe('10');
  });

  it('[S8] keeps what a dead node had written down, and says what is missing', async () => {
    const { events, edge, time, stable } = await setup();
    edge.answer(`GET ${addressOfB}${api}/events`, () => silent);
    time.pass(4000);
    await stable();
    expect(await events.column('node')).toEqual(['A', 'B']);
    expect((await events.notes())[0]).toContain('B does not answer this browser. What it wrote down after');
  });

  it('draws nothing again while both nodes say the same', async () => {
    const { time, stable, root, a, b } = await setup();
    const drawn: MutationRecord[] = [];
    const observer = new MutationObserver((records) => drawn.push(...records));
    for (const panel of root.querySelectorAll('us-providers-panel, us-events-panel')) {
      observer.observe(panel, { subtree: true, childList: true, characterData: true, attributes: true });
    }
    for (let second = 0; second < 10; second += 1) {
      b.providers = b.providers.map((provider) => ({ ...provider, lastPullAt: time.now() }));
      a.providers = [...a.providers];
      time.pass(1000);
      await stable();
    }
    // The moment of the last pull is in the tooltip, to the second.
    const changes = [...drawn, ...observer.takeRecords()].filter(({ attributeName }) => attributeName !== 'title');
    expect(changes.map(({ target }) => target.textContent)).toEqual([]);
  });
});

interface FakeNode {
  providers: Provider[];
  events: RedundancyEvent[];
}

async function setup() {
  const edge = new FakeEdge();
  const time = new FakeTime(exampleAt);
  const onScreen = new Subject<boolean>();
  const a: FakeNode = { providers: [someProvider({ direction: 'sends' })], events: [someEvent(9)] };
  const b: FakeNode = { providers: [someProvider()], events: [someEvent(3, { nodeId: 'B' })] };
  answerAsPair(edge, time);
  const statusOfB = answerVersion(edge, time);
  for (const [address, node] of [
    ['', a],
    [addressOfB, b],
  ] as const) {
    edge.answer(`GET ${address}${api}/providers`, () => ({ body: providerList(node.providers) }));
    edge.answer(`GET ${address}${api}/events`, ({ query }) => ({ body: eventsAfter(node.events, query) }));
  }
  TestBed.configureTestingModule({
    providers: [
      provideFakeEdge(edge, time),
      provideRouter([]),
      still,
      { provide: ON_SCREEN, useValue: () => onScreen },
    ],
  });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  const session = someSession({ ticketRemainingMs: 3_600_000 });
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session, received }));
  const fixture = TestBed.createComponent(RedundancyPage);
  const stable = () => TestBed.inject(ApplicationRef).whenStable();
  time.pass(2000);
  await fixture.whenStable();
  onScreen.next(true);
  time.pass(2000);
  await stable();
  const loader = TestbedHarnessEnvironment.loader(fixture);
  const providers = await loader.getHarness(ProvidersPanelHarness);
  const events = await loader.getHarness(EventsPanelHarness);
  const asked = (line: string) => edge.requests.filter((request) => request.line === line).length;
  const root = fixture.nativeElement as HTMLElement;
  return { providers, events, edge, time, onScreen, asked, stable, root, a, b, statusOfB };
}

/** B says how it is, in a version that a spec may change. */
function answerVersion(edge: FakeEdge, time: FakeTime): { version: string } {
  const said = { version: '1.0.0' };
  edge.answer(`GET ${addressOfB}${api}`, () => {
    const understudy = { nodeId: 'B', version: said.version, clock: { at: time.now() } };
    return { body: backupStatus({ localId: 'B', understudy }) };
  });
  return said;
}
