import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { Store } from '@ngrx/store';
import type { TestedAddress } from '#contract/test-address';
import { FakeEdge, provideFakeEdge, someSession, type FakeAnswer } from '../../gateways/fake-edge.testing.ts';
import { addressOfB, answerAsPair } from '../../gateways/fake-pair.testing.ts';
import { FakeTime } from '../../gateways/fake-time.testing.ts';
import { PageAddress } from '../../gateways/page-address.ts';
import { sessionEvents } from '../../gateways/session-state.ts';
import { AddressTestPanelHarness } from './address-test-panel.harness.ts';
import { SettingsCardHarness } from '../../ui/form/settings-card.harness.ts';
import { NodeSettingsPage } from './node-settings-page.ts';
import { someSettings, someView } from './node-settings.testing.ts';

const settings = '/data/api/v1/networking/node-settings';
const path = '/data/api/v1/networking/test-address';
const target = 'http://company.com:8080';
const foundA: TestedAddress = { found: 'node', nodeId: 'A', runningState: 'Running' };

describe('The test of a public address', () => {
  it('[N3] asks from this browser and from both gateways, before anything is saved', async () => {
    const { panel, card, edge } = await setup();
    await card.type('Public Address', 'company.com:8080');
    await panel.start();
    expect(await panel.results()).toEqual(['This browser: A answers', 'A: A answers', 'B: A answers']);
    expect(await panel.caption()).toContain('http://company.com:8080, tested at');
    expect(await panel.advice()).toBe('From everywhere the address leads to A.');
    const tests = edge.requests.filter(({ line }) => line.endsWith(path));
    expect(tests.map(({ line, body }) => [line, body])).toEqual([
      [`POST ${path}`, { address: 'company.com:8080', scheme: 'http' }],
      [`POST ${addressOfB}${path}`, { address: 'company.com:8080', scheme: 'http' }],
    ]);
    expect(edge.requests.filter(({ line }) => line.startsWith('PUT'))).toEqual([]);
    const beat = edge.requests.find(({ line }) => line === `GET ${target}/system/heartbeat`);
    expect(beat?.headers.keys()).toEqual([]);
  });

  it('[N3] does not take a node of another pair for one of this pair', async () => {
    const { panel, card } = await setup({ here: beatOf('A', 'other pair') });
    await card.type('Public Address', 'company.com:8080');
    await panel.start();
    expect((await panel.results())[0]).toBe('This browser: A gateway answers that does not belong to this pair');
  });

  it('[N3] shows nothing as good where a place could not be asked', async () => {
    const { panel, card } = await setup({ fromB: { status: 0 } });
    await card.type('Public Address', 'company.com:8080');
    await panel.start();
    expect((await panel.results())[2]).toBe('B: Not known. B does not answer this browser.');
    expect(await panel.advice()).toBe('It is not known from everywhere who answers.');
  });

  it('[N3] takes its result away when another address is typed', async () => {
    const { panel, card } = await setup();
    await card.type('Public Address', 'company.com:8080');
    await panel.start();
    await card.type('Public Address', 'company.com:8081');
    expect(await panel.caption()).toBeNull();
    expect(await panel.hasGood()).toBeFalse();
  });

  it('[N3] asks for the address that is used where none is typed, and for nothing that is no address', async () => {
    const { panel, card, edge } = await setup();
    await panel.start();
    expect(edge.requests.at(-1)?.body).toEqual({ address: 'http://pump-a:8088', scheme: 'http' });
    await card.type('Public Address', 'comp any');
    expect(await panel.canStart()).toBeFalse();
  });

  it('[N3] does not ask from a page with https what a browser would not let through', async () => {
    const { panel, card, edge } = await setup({ scheme: 'https' });
    await card.type('Public Address', 'http://company.com:8080');
    await panel.start();
    expect((await panel.results())[0]).toContain('Browsers do not let a page that came with https ask');
    expect(await panel.advice()).toContain('Operators who use https would come to a page without it.');
    expect(edge.requests.filter(({ line }) => line.startsWith(`GET ${target}`))).toEqual([]);
  });

  it('[N3] is for administrators', async () => {
    const { panel } = await setup({ role: 'operator' });
    expect(await panel.canStart()).toBeFalse();
  });
});

function beatOf(nodeId: string, pairId = 'pair'): FakeAnswer {
  return { body: { nodeId, pairId, runningState: 'Running', epoch: null, publicAddress: null } };
}

interface Given {
  here?: FakeAnswer;
  fromB?: FakeAnswer;
  role?: 'administrator' | 'operator';
  scheme?: 'http' | 'https';
}

async function setup(given: Given = {}) {
  const { here = beatOf('A'), fromB = { body: foundA }, role = 'administrator', scheme = 'http' } = given;
  const edge = new FakeEdge();
  const time = new FakeTime();
  answerAsPair(edge, time);
  edge.answer(`GET ${settings}`, () => ({ body: someView() }));
  const ofB = someView({ saved: someSettings({ nodeName: 'B' }) });
  edge.answer(`GET ${addressOfB}${settings}`, () => ({ body: ofB }));
  edge.answer(`GET ${target}/system/heartbeat`, () => here);
  edge.answer(`POST ${path}`, () => ({ body: foundA }));
  edge.answer(`POST ${addressOfB}${path}`, () => fromB);
  TestBed.configureTestingModule({ providers: [provideFakeEdge(edge, time)] });
  spyOn(TestBed.inject(PageAddress), 'scheme').and.returnValue(scheme);
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session: someSession({ role }), received }));
  time.pass(1500);
  const loader = TestbedHarnessEnvironment.loader(TestBed.createComponent(NodeSettingsPage));
  const [card] = await loader.getAllHarnesses(SettingsCardHarness);
  const [panel] = await loader.getAllHarnesses(AddressTestPanelHarness);
  return { card: card!, panel: panel!, edge };
}
