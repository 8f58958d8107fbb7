import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { provideRouter } from '@angular/router';
import { Store } from '@ngrx/store';
import type { RedundancyStatus } from '#contract/redundancy-status';
import type { RefusalCode } from '#contract/gwaction';
import { backupStatus, exampleAt, masterStatus, peerFacts, plainStatus } from '#contract/status.testing';
import { FakeEdge, provideFakeEdge, someSession, type FakeAnswer } from '../../gateways/fake-edge.testing.ts';
import { FakeTime } from '../../gateways/fake-time.testing.ts';
import { sessionEvents } from '../../gateways/session-state.ts';
import { ActionDialogHarness } from './actions/action-dialog.harness.ts';
import { possible, preflightOf } from './actions/action.testing.ts';
import { RedundancyPage } from './redundancy-page.ts';
import { RedundancyPageHarness } from './redundancy-page.harness.ts';

const api = '/data/api/v1';
const b = 'http://b:8089';
const silent: FakeAnswer = { status: 0 };
const lostA = peerFacts({ name: 'A', connected: false, lostAt: exampleAt, lostBecause: 'refused' });

describe('Status > Redundancy', () => {
  it('[S1] shows the Master left and the Backup right, whoever is active', async () => {
    const { page, answerA, answerB, time } = await setup();
    expect(await page.headings()).toEqual(['A · Master', 'B · Backup']);
    answerA(() => masterStatus({ activityLevel: 'Warm' }));
    answerB(() => backupStatus({ activityLevel: 'Active' }));
    time.pass(3000);
    expect(await page.headings()).toEqual(['A · Master', 'B · Backup']);
    expect(await (await page.card('B')).flags()).toEqual(['active']);
  });

  it('[S3] says Protected when both nodes say so', async () => {
    const { page } = await setup();
    expect(await page.verdict()).toBe('Protected');
    expect(await page.title()).toBe('A is active, B can take over');
  });

  it('[S3] stays when its own node dies: greys and ages what that one said, and shows the Backup active', async () => {
    const { page, answerA, answerB, time } = await setup();
    answerA(() => silent);
    answerB(() => activeAlone());
    time.pass(2000);
    expect(await page.verdict()).toBe('Running alone');
    time.pass(20_000);
    const a = await page.card('A');
    expect(await a.heard()).toContain('no answer since');
    expect(await a.value('Activity Level')).toBe('Active (as of 21 s ago)');
    expect(await (await page.card('B')).flags()).toEqual(['active']);
    expect(await page.title()).toContain('B runs alone since');
    expect(await page.action()).toEqual({ label: 'Hand back to A …', disabled: true, because: 'A is not connected.' });
  });

  it('[S3] never says Split brain because a node that died had said before that it was active', async () => {
    const { page, answerA, answerB, time } = await setup();
    answerB(() => activeAlone());
    time.pass(400);
    answerA(() => silent);
    for (let round = 0; round < 30; round += 1) {
      time.pass(100);
      expect(await page.verdict()).not.toBe('Split brain');
    }
  });

  it('[S3] says Split brain when both go on saying that they are active', async () => {
    const { page, answerA, answerB, time } = await setup();
    answerA(() => masterStatus({ peerConnected: false }));
    answerB(() => activeAlone());
    time.pass(3000);
    expect(await page.verdict()).toBe('Split brain');
  });

  it('[S3] says that it knows nothing when both fall silent, not the last good word', async () => {
    const { page, answerA, answerB, time } = await setup();
    answerA(() => silent);
    answerB(() => silent);
    time.pass(4000);
    expect(await page.verdict()).toBe('Not known');
    expect(await (await page.card('A')).value('Sync Status')).toBe('Good (as of 3 s ago)');
  });

  it('[S1] takes from A what this browser cannot hear from B, and says so', async () => {
    const { page, answerB, edge, time } = await setup();
    edge.answer(`GET ${api}/redundancy/peer`, () => ({
      body: { status: at(backupStatus(), time), measuredAt: time.now(), ageMs: 300 },
    }));
    answerB(() => silent);
    time.pass(6000);
    const card = await page.card('B');
    expect(await card.heard()).toContain('passed on by A');
    expect(await page.verdict()).toBe('Protected');
  });

  it('[S1] shows a gateway without our part of the status: not reported, and not green', async () => {
    const { page, answerA, answerB, time } = await setup();
    answerA(() => plainStatus(masterStatus()));
    answerB(() => plainStatus(backupStatus()));
    time.pass(2000);
    expect(await page.verdict()).toBe('Not known');
    expect(await (await page.card('A')).value('Version')).toBe('not reported');
    expect(await (await page.card('A')).value('Activity Level')).toBe('Active');
  });

  it('[S1] shows one card for a gateway that has no partner', async () => {
    const { page } = await setup({
      a: () => masterStatus({ role: 'Independent', peerConnected: false, understudy: { peer: null } }),
      single: true,
    });
    expect(await page.headings()).toEqual(['A · Independent']);
    expect(await page.text()).toContain('This gateway has no partner.');
    expect(await page.verdict()).toBe('Not paired');
  });

  it('[S1] keeps a place for a partner that never connected', async () => {
    const peer = peerFacts({ nodeId: null, name: null, connected: false, connectedAt: null, address: null });
    const { page } = await setup({
      a: () => masterStatus({ peerConnected: false, understudy: { peer } }),
      single: true,
    });
    expect(await page.text()).toContain('The other node · Backup');
    expect(await page.text()).toContain('Never connected.');
    expect(await page.verdict()).toBe('Running alone');
  });

  it('[S4] hands over when asked, and says how long it took', async () => {
    const { page, edge, press } = await setup();
    edge.answer(`POST ${api}/redundancy/gwaction/failover`, () => ({ body: { from: 'A', to: 'B', gapMs: 35 } }));
    expect(await page.action()).toEqual({ label: 'Hand over to B …', disabled: false, because: '' });
    const dialog = await press();
    expect(await dialog.getText()).toContain('A does not take back by itself after this.');
    await (await dialog.getHarness(MatButtonHarness.with({ text: 'Hand over to B' }))).click();
    expect(edge.requests.map(({ line }) => line)).toContain(`POST ${api}/redundancy/gwaction/failover`);
    expect(await page.outcome()).toContain('B took over from A');
  });

  it('[G3] asks at once, when something was done, for what was kept of a configuration', async () => {
    const { edge, press } = await setup();
    edge.answer(`POST ${api}/redundancy/gwaction/failover`, () => ({ body: { from: 'A', to: 'B', gapMs: 35 } }));
    const dialog = await press();
    const before = edge.requests.length;
    await (await dialog.getHarness(MatButtonHarness.with({ text: 'Hand over to B' }))).click();
    const since = edge.requests.slice(before).map(({ line }) => line);
    expect(since).toContain(`GET ${b}${api}/redundancy/backups`);
  });

  it('[S4] no longer speaks of a handover once the other node has become active again', async () => {
    const { page, edge, press, answerA, answerB, time } = await setup();
    edge.answer(`POST ${api}/redundancy/gwaction/failover`, () => ({ body: { from: 'A', to: 'B', gapMs: 35 } }));
    const dialog = await press();
    await (await dialog.getHarness(MatButtonHarness.with({ text: 'Hand over to B' }))).click();
    answerA(() => masterStatus({ activityLevel: 'Warm' }));
    answerB(() => backupStatus({ activityLevel: 'Active' }));
    time.pass(20_000);
    expect(await page.outcome()).toContain('B took over from A');
    answerA(() => masterStatus());
    answerB(() => backupStatus());
    time.pass(3000);
    expect(await page.outcome()).toBe('');
  });

  it('[S4] hands over nothing when the dialog is cancelled', async () => {
    const { edge, press } = await setup();
    const dialog = await press();
    await (await dialog.getHarness(MatButtonHarness.with({ text: 'Cancel' }))).click();
    expect(edge.requests.some(({ line }) => line.startsWith('POST'))).toBeFalse();
  });

  it('[S4] greys the open dialog out when handing over becomes impossible meanwhile', async () => {
    const { edge, press, answerA, time } = await setup();
    const dialog = await press();
    edge.answer(`GET ${api}/redundancy/gwaction`, () => ({ body: preflight('peerNotConnected') }));
    answerA(() => masterStatus({ peerConnected: false }));
    time.pass(1500);
    expect(await dialog.getText()).toContain('B is not connected.');
    expect(await (await dialog.getHarness(MatButtonHarness.with({ text: 'Hand over to B' }))).isDisabled()).toBeTrue();
  });

  it('[S4] begins maintenance on the active node, and asks the one that has it to end it', async () => {
    const { page, edge, press, answerA, time } = await setup();
    const untilAt = exampleAt + 3_600_000;
    edge.answer(`PUT ${api}/redundancy/maintenance`, () => ({ body: { untilAt, reason: 'Update of B' } }));
    edge.answer(`DELETE ${api}/redundancy/maintenance`, () => ({ body: null }));
    const begin = await press('Begin maintenance');
    await begin.type('Update of B');
    await begin.confirm();
    const asked = edge.requests.find(({ line }) => line === `PUT ${api}/redundancy/maintenance`);
    expect(asked?.body).toEqual({ forMs: 3_600_000, reason: 'Update of B' });
    expect(await page.outcome()).toContain('A and B have confirmed it.');
    answerA(() => masterStatus({ understudy: { maintenance: { untilAt, reason: 'Update of B' } } }));
    edge.answer(`GET ${api}/redundancy/gwaction`, () => ({ body: preflightOf({ endMaintenance: possible() }) }));
    time.pass(3000);
    expect(await page.verdict()).toBe('Maintenance');
    await (await press('End maintenance')).confirm();
    expect(edge.requests.some(({ line }) => line === `DELETE ${api}/redundancy/maintenance`)).toBeTrue();
    expect(await page.outcome()).toContain('The maintenance was ended');
  });

  it('[S4] asks the Master for a forced re-sync, and says how long it took', async () => {
    const { page, edge, press, time } = await setup();
    edge.answer(`POST ${api}/redundancy/gwaction/resync`, () => ({ body: { target: 'B' } }));
    await (await press('Force re-sync B from A')).confirm();
    time.pass(1000);
    expect(await page.outcome()).toContain('B took the whole configuration from A');
  });

  it('[S4] asks the node itself to become active by force, with the name that was typed', async () => {
    const { page, edge, press, answerA, answerB, time } = await setup();
    const activate = { ...possible(), silentForMs: 4000 };
    edge.answer(`GET ${b}${api}/redundancy/gwaction`, () => ({ body: preflightOf({ activate }) }));
    edge.answer(`POST ${b}${api}/redundancy/gwaction/activate`, () => ({ body: { nodeName: 'B', epoch: 9 } }));
    answerA(() => ({ status: 0 }));
    answerB(() => backupStatus({ peerConnected: false, understudy: { peer: lostA } }));
    time.pass(15_000);
    const dialog = await press('Activate B now');
    expect(await dialog.canConfirm()).toBeFalse();
    await dialog.type('B');
    await dialog.confirm();
    const asked = edge.requests.find(({ line }) => line === `POST ${b}${api}/redundancy/gwaction/activate`);
    expect(asked?.body).toEqual({ nodeName: 'B' });
    expect(await page.outcome()).toContain('B was made active by force');
  });

  it('draws nothing again while nothing but the time changes', async () => {
    const { time, root } = await setup();
    const drawn: MutationRecord[] = [];
    const observer = new MutationObserver((records) => drawn.push(...records));
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    for (let second = 0; second < 10; second += 1) {
      time.pass(1000);
      await TestBed.inject(ApplicationRef).whenStable();
    }
    expect([...drawn, ...observer.takeRecords()].map(({ target }) => target.textContent)).toEqual([]);
  });
});

function activeAlone(): RedundancyStatus {
  return backupStatus({
    activityLevel: 'Active',
    peerConnected: false,
    projectState: 'Unknown',
    understudy: { peer: lostA },
  });
}

/** As if it was said now: every example is of one moment. */
function at(status: RedundancyStatus, time: FakeTime): RedundancyStatus {
  const now = time.now();
  const uptime = status.uptime + now - exampleAt;
  const { understudy } = status;
  return { ...status, uptime, ...(understudy && { understudy: { ...understudy, clock: { at: now } } }) };
}

function preflight(...refusals: RefusalCode[]) {
  return preflightOf({ failover: possible(...refusals) });
}

type Say = () => RedundancyStatus | FakeAnswer;

async function setup({ a = () => masterStatus(), single = false }: { a?: Say; single?: boolean } = {}) {
  const edge = new FakeEdge();
  const time = new FakeTime(exampleAt);
  const answerOf = (say: Say) => () => {
    const said = say();
    return 'role' in said ? { body: at(said, time) } : said;
  };
  const answerA = (say: Say) => edge.answer(`GET ${api}/redundancy`, answerOf(say));
  const answerB = (say: Say) => edge.answer(`GET ${b}${api}/redundancy`, answerOf(say));
  answerA(a);
  answerB(() => backupStatus());
  const node = (nodeId: string, name: string, role: string, address: string) => {
    return { nodeId, name, role, probeAddresses: [address], destination: null };
  };
  const nodes = [node('id-a', 'A', 'Master', 'http://a:8088'), node('id-b', 'B', 'Backup', b)];
  edge.answer(`GET ${api}/runtime/nodes`, () => ({ body: { pairId: 'pair', nodes: single ? [] : nodes } }));
  edge.answer(`GET ${api}/redundancy/gwaction`, () => ({ body: preflight() }));
  edge.answer(`GET ${b}${api}/redundancy/gwaction`, () => ({ body: preflight('peerNotConnected') }));
  TestBed.configureTestingModule({ providers: [provideFakeEdge(edge, time), provideRouter([])] });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  const session = someSession({ ticketRemainingMs: 3_600_000 });
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session, received }));
  const fixture = TestBed.createComponent(RedundancyPage);
  time.pass(2000);
  const page = await TestbedHarnessEnvironment.harnessForFixture(fixture, RedundancyPageHarness);
  time.pass(3000);
  await fixture.whenStable();
  const loader = TestbedHarnessEnvironment.documentRootLoader(fixture);
  const press = async (label?: string) => {
    await page.pressAction(label);
    const dialogs = await loader.getAllHarnesses(ActionDialogHarness);
    return dialogs.at(-1)!;
  };
  return { page, edge, time, answerA, answerB, press, root: fixture.nativeElement as HTMLElement };
}
