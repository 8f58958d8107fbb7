import { manualChangeDetection, type HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatDialog } from '@angular/material/dialog';
import { MatDialogHarness } from '@angular/material/dialog/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';
import type { NodeSettingsView } from '#contract/node-settings';
import { FakeEdge, provideFakeEdge, someSession, type FakeAnswer } from '../../gateways/fake-edge.testing.ts';
import { addressOfB, answerAsPair } from '../../gateways/fake-pair.testing.ts';
import { FakeTime } from '../../gateways/fake-time.testing.ts';
import { sessionEvents } from '../../gateways/session-state.ts';
import { askBeforeLeaving } from '../../ui/form/leave-guard.ts';
import { someSettings, someView } from './node-settings.testing.ts';
import { NodeSettingsPage } from './node-settings-page.ts';
import { NodeSettingsPageHarness } from './node-settings-page.harness.ts';

const read = 'GET /data/api/v1/networking/node-settings';
const write = 'PUT /data/api/v1/networking/node-settings';
const readB = `GET ${addressOfB}/data/api/v1/networking/node-settings`;
const writeB = `PUT ${addressOfB}/data/api/v1/networking/node-settings`;

describe('Networking > Node Settings', () => {
  it('[N1] shows the settings of the node that the page came from, and names the other', async () => {
    const { page } = await setup();
    const card = await page.card();
    expect(await card.text()).toContain('A · Master');
    expect(await card.valueAt('Node Name')).toBe('A');
    expect(await card.notesAt('Public Address')).toContain(
      'If B fails, operators on it are sent to pump-a:8088, those of pages with https to pump-a:8060.',
    );
  });

  it('[N1] says that loading failed, and tries again when asked', async () => {
    const { page, edge } = await setup({ loaded: { status: 0 } });
    expect(await page.notice()).toContain('The settings of A could not be loaded. A does not answer this browser.');
    expect((await page.cards()).length).toBe(1);
    edge.answer(read, () => ({ body: someView(), etag: '"1"' }));
    await page.press('Retry');
    expect(await page.notice()).toBeNull();
    expect(await (await page.card()).valueAt('HTTP Port')).toBe('8088');
  });

  it('[N1] saves with the revision that it loaded, and shows what is saved then', async () => {
    const { page, edge } = await setup();
    const card = await page.card();
    edge.answer(write, ({ body }) => ({ body: someView({ saved: body as NodeSettingsView['saved'] }), etag: '"2"' }));
    await card.type('Node Name', '  Pump house ');
    await card.press('Save');
    const sent = edge.requests.at(-1);
    expect(sent?.line).toBe(write);
    expect(sent?.headers.get('If-Match')).toBe('"1"');
    expect(sent?.headers.get('X-CSRF-Token')).toBe('csrf');
    expect(sent?.body).toEqual(someSettings({ nodeName: 'Pump house' }));
    expect(await page.notice()).toContain('Saved at');
    expect(await card.valueAt('Node Name')).toBe('Pump house');
    expect(await card.canPress('Save')).toBeFalse();
    await card.type('Node Name', 'Mill');
    await card.press('Save');
    expect(edge.requests.at(-1)?.headers.get('If-Match')).toBe('"2"');
  });

  it('[N4] shows the other node’s settings beside them, and saves them there', async () => {
    const { page, edge } = await setup();
    const [, card] = await page.cards();
    expect(await card!.text()).toContain('B · Backup');
    expect(await card!.notesAt('Node Name')).toContain('Not replicated.');
    expect(await card!.isReadonly('System Name')).toBeTrue();
    edge.answer(writeB, ({ body }) => ({ body: { ...viewOfB(), saved: body }, etag: '"b2"' }));
    await card!.type('Public Address', 'b.company.com:8080');
    await card!.press('Save');
    const sent = edge.requests.find(({ line }) => line === writeB);
    expect(sent?.headers.get('If-Match')).toBe('"b1"');
    expect(sent?.headers.get('Authorization')).toBe('Bearer ticket');
    expect(sent?.body).toEqual({ ...viewOfB().saved, publicAddress: 'b.company.com:8080' });
    expect(await card!.text()).toContain('Saved at');
  });

  it('[N2] uses an address for both nodes: it stands in both cards, and each is saved by itself', async () => {
    const { page, edge } = await setup();
    const [card, cardOfB] = await page.cards();
    expect(await card!.canPress('Use for both nodes')).toBeFalse();
    await card!.type('Public Address', 'https://testserver.com:8066');
    await card!.press('Use for both nodes');
    expect(await cardOfB!.valueAt('Public Address')).toBe('https://testserver.com:8066');
    expect(await card!.text()).toContain('It stands in the card of B too, and counts there once that is saved.');
    expect(await card!.canPress('Use for both nodes')).toBeFalse();
    expect(edge.requests.filter(({ line }) => line.startsWith('PUT'))).toEqual([]);
    for (const each of [card, cardOfB]) expect(await each!.canPress('Save')).toBeTrue();
  });

  it('[N4] says that the other node could not be asked, and leaves this one’s settings to be edited', async () => {
    const { page } = await setup({ ofB: { status: 0 } });
    expect((await page.cards()).length).toBe(1);
    expect(await (await page.card()).text()).toContain('A · Master');
    expect(await page.notice()).toContain('The settings of B could not be loaded. B does not answer this browser.');
  });

  it('[N2] keeps what was typed when a save fails, and says why', async () => {
    const { page, edge } = await setup();
    const card = await page.card();
    await card.type('HTTP Port', '8090');
    edge.answer(write, () => ({ status: 0 }));
    await card.press('Save');
    expect(await page.notice()).toContain('Not saved: A does not answer this browser. What you typed is kept.');
    expect(await card.valueAt('HTTP Port')).toBe('8090');
    expect(await card.canPress('Save')).toBeTrue();
  });

  it('[N2] puts what the gateway finds wrong at its field', async () => {
    const { page, edge } = await setup();
    const card = await page.card();
    await card.type('HTTP Port', '80');
    edge.answer(write, () => refusal(400, 'badRequest', [{ pointer: '/httpPort', detail: 'Port 80 is taken' }]));
    await card.press('Save');
    expect(await card.errorAt('HTTP Port')).toBe('Port 80 is taken');
    expect(await page.notice()).toContain('Not saved: HTTP Port: Port 80 is taken. What you typed is kept.');
    expect(await card.valueAt('HTTP Port')).toBe('80');
  });

  it('[N2] offers to load what somebody else saved without losing what was typed', async () => {
    const { page, edge } = await setup();
    const card = await page.card();
    await card.type('Public Address', 'company.com:8080');
    edge.answer(write, () => refusal(412, 'preconditionFailed'));
    await card.press('Save');
    expect(await page.notice()).toContain('somebody else changed these settings');
    const theirs = someView({ saved: someSettings({ httpPort: 8090 }) });
    edge.answer(read, () => ({ body: theirs, etag: '"7"' }));
    await page.press('Load theirs, keep what I typed');
    expect(await page.notice()).toContain('HTTP Port: 8088 → 8090');
    expect(await card.valueAt('HTTP Port')).toBe('8090');
    expect(await card.valueAt('Public Address')).toBe('company.com:8080');
    await card.press('Save');
    expect(edge.requests.at(-1)?.headers.get('If-Match')).toBe('"7"');
  });

  it('[N2] says which address is used once the other node has told it', async () => {
    const saved = someSettings({ publicAddress: 'company.com:8080' });
    const before = { address: 'company.com:8080', source: 'publicAddress' } as const;
    const { page, edge, time } = await setup({ loaded: { body: someView({ saved, effectiveAddress: before }) } });
    const card = await page.card();
    await card.type('Public Address', '');
    expect(await card.notesAt('Public Address')).toContain('the host name that this node announces would be used');
    edge.answer(write, () => ({ body: someView({ effectiveAddress: before }), etag: '"2"' }));
    await card.press('Save');
    expect(await card.notesAt('Public Address')).toContain('no address is known yet');
    edge.answer(read, () => ({ body: someView(), etag: '"2"' }));
    time.pass(1000);
    expect(await card.notesAt('Public Address')).toContain('Empty: pump-a:8088 is used');
  });

  it('[N2] takes back what was typed when asked to discard it', async () => {
    const { page } = await setup();
    const card = await page.card();
    await card.type('HTTP Port', '8090');
    await card.press('Discard');
    expect(await card.valueAt('HTTP Port')).toBe('8088');
    expect(await card.saveEffects()).toBe('Nothing changed.');
  });

  it('[N1] asks before typed settings are left', async () => {
    const { page, loader } = await setup();
    const router = TestBed.inject(Router);
    await (await page.card()).type('HTTP Port', '8090');
    // The router is not stable while it waits for the answer, so nothing may wait for that.
    await manualChangeDetection(async () => {
      const stay = router.navigateByUrl('/elsewhere');
      const first = await openedDialog(loader);
      expect(await first.getText()).toContain('HTTP Port: 8088 → 8090');
      await (await first.getHarness(MatButtonHarness.with({ text: 'Stay' }))).click();
      expect(await stay).toBeFalse();
      const leave = router.navigateByUrl('/elsewhere');
      const second = await openedDialog(loader);
      await (await second.getHarness(MatButtonHarness.with({ text: 'Leave and lose it' }))).click();
      expect(await leave).toBeTrue();
    });
  });

  it('[N1] lets go at once where nothing was typed', async () => {
    await setup();
    expect(await TestBed.inject(Router).navigateByUrl('/elsewhere')).toBeTrue();
  });
});

function refusal(status: number, code: string, errors?: { pointer: string; detail: string }[]): FakeAnswer {
  return { status, body: { type: 'about:blank', title: 'Refused', status, code, ...(errors && { errors }) } };
}

@Component({ selector: 'us-outside', template: '' })
class Elsewhere {}

async function openedDialog(loader: HarnessLoader): Promise<MatDialogHarness> {
  await firstValueFrom(TestBed.inject(MatDialog).afterOpened);
  TestBed.tick();
  return loader.getHarness(MatDialogHarness);
}

function viewOfB() {
  return someView({
    saved: someSettings({ nodeName: 'B', httpPort: 8089, httpsPort: 8061 }),
    systemNameEditable: false,
  });
}

async function setup(given: { loaded?: FakeAnswer; ofB?: FakeAnswer } = {}) {
  const edge = new FakeEdge();
  const time = new FakeTime();
  answerAsPair(edge, time);
  edge.answer(read, () => given.loaded ?? { body: someView(), etag: '"1"' });
  edge.answer(readB, () => given.ofB ?? { body: viewOfB(), etag: '"b1"' });
  TestBed.configureTestingModule({
    providers: [
      provideFakeEdge(edge, time),
      provideRouter([
        { path: 'elsewhere', component: Elsewhere },
        { path: 'settings', component: NodeSettingsPage, canDeactivate: [askBeforeLeaving] },
      ]),
    ],
  });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session: someSession(), received }));
  time.pass(1500);
  const router = await RouterTestingHarness.create('/settings');
  const loader = TestbedHarnessEnvironment.documentRootLoader(router.fixture);
  return { page: await loader.getHarness(NodeSettingsPageHarness), loader, edge, time };
}
