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
import { FakeEdge, provideFakeEdge, someSession, type FakeAnswer } from '../../gateways/fake-edge.testing.ts';
import { addressOfB, answerAsPair } from '../../gateways/fake-pair.testing.ts';
import { FakeTime } from '../../gateways/fake-time.testing.ts';
import { sessionEvents } from '../../gateways/session-state.ts';
import { askBeforeLeaving } from '../../ui/form/leave-guard.ts';
import { RedundancySettingsPage } from './redundancy-settings-page.ts';
import { RedundancySettingsPageHarness } from './redundancy-settings-page.harness.ts';
import { someBackupConfig, someConfig } from './redundancy-settings.testing.ts';

const path = '/data/api/v1/redundancy/config';
const readB = `GET ${addressOfB}${path}`;
const writeB = `PUT ${addressOfB}${path}`;

describe('Networking > Redundancy', () => {
  it('[N5] shows the settings of both nodes, the Master’s left', async () => {
    const { page } = await setup();
    expect(await (await page.card(0)).text()).toMatch(/^A · Master\s*you are here/);
    expect(await (await page.card(1)).text()).toContain('B · Backup');
    expect(await (await page.card(0)).decidedAt('Ping Rate')).toBe('decided on B: 1 s');
    expect(await (await page.card(1)).valueAt('Master Node Address')).toBe('pump-a');
    expect(await (await page.card(1)).isDisabled('Master Node Address')).toBeTrue();
  });

  it('[N5] shows each setting of both nodes on one line, whatever stands under the fields', async () => {
    const { page, element } = await setup();
    element.style.width = '1100px';
    await (await page.card(1)).type('Ping Rate', '1');
    const [ofA = [], ofB = []] = [...element.querySelectorAll('us-settings-card')].map((card) =>
      [...card.querySelectorAll('us-setting-field, .save')].map((row) => row.getBoundingClientRect().top),
    );
    expect(ofA.length).toBe(16);
    expect(ofA).toEqual(ofB);
  });

  it('[N5] says which node could not be asked, shows the other one, and tries again when asked', async () => {
    const { page, edge } = await setup({ ofB: { status: 0 } });
    expect(await page.notice()).toContain('The settings of B could not be loaded. B does not answer this browser.');
    expect((await page.cards()).length).toBe(1);
    edge.answer(readB, () => ({ body: someBackupConfig(), etag: '"1"' }));
    await page.press('Retry');
    expect((await page.cards()).length).toBe(2);
  });

  it('[N5] saves to the other node with the revision that it loaded, and shows what is saved then', async () => {
    const { page, edge } = await setup();
    const card = await page.card(1);
    edge.answer(writeB, ({ body }) => ({ body, etag: '"2"' }));
    await card.type('Ping Rate', '500');
    await card.press('Save');
    const sent = edge.requests.find(({ line }) => line === writeB);
    expect(sent?.headers.get('If-Match')).toBe('"1"');
    expect(sent?.headers.get('Authorization')).toBe('Bearer ticket');
    expect(sent?.body).toEqual(someBackupConfig({ network: { pingRate: 500 } }));
    expect(await page.notice()).toContain('Saved at');
    expect(await (await page.card(0)).decidedAt('Ping Rate')).toBe('decided on B: 500 ms');
    expect(await card.canPress('Save')).toBeFalse();
    await card.type('Ping Rate', '600');
    await card.press('Save');
    expect(
      edge.requests
        .filter(({ line }) => line === writeB)
        .at(-1)
        ?.headers.get('If-Match'),
    ).toBe('"2"');
  });

  it('[N5] keeps what was typed when a save fails, and puts what the gateway finds wrong at its field', async () => {
    const { page, edge } = await setup();
    const card = await page.card(1);
    await card.type('Port', '80');
    edge.answer(writeB, () => ({ status: 0 }));
    await card.press('Save');
    expect(await page.notice()).toContain('Not saved: B does not answer this browser. What you typed is kept.');
    const errors = [{ pointer: '/gatewayNetworkSetup/port', detail: 'Port 80 is closed' }];
    edge.answer(writeB, () => refusal(400, errors));
    await card.press('Save');
    expect(await card.errorAt('Port')).toBe('Port 80 is closed');
    expect(await page.notice()).toContain('Not saved: Port: Port 80 is closed. What you typed is kept.');
    expect(await card.valueAt('Port')).toBe('80');
  });

  it('[N5] offers to load what somebody else saved without losing what was typed', async () => {
    const { page, edge } = await setup();
    const card = await page.card(1);
    await card.type('Ping Rate', '500');
    edge.answer(writeB, () => refusal(412));
    await card.press('Save');
    expect(await page.notice()).toContain('somebody else changed these settings');
    const theirs = someBackupConfig({ joinWaitTime: 20_000, network: { pingMaxMissed: 20 } });
    edge.answer(readB, () => ({ body: theirs, etag: '"7"' }));
    await page.press('Load theirs, keep what I typed');
    expect(await page.notice()).toContain('Startup Connection Allowance: 30 s → 20 s');
    expect(await page.notice()).toContain('Max Missed Pings: 10 → 20');
    expect(await card.valueAt('Ping Rate')).toBe('500');
    expect(await card.valueAt('Max Missed Pings')).toBe('20');
    await card.press('Save');
    expect(
      edge.requests
        .filter(({ line }) => line === writeB)
        .at(-1)
        ?.headers.get('If-Match'),
    ).toBe('"7"');
  });

  for (const [button, writes] of [
    ['Cancel', 0],
    ['Make it Independent', 1],
  ] as const) {
    it(`[N5] says what another mode means before it is saved; "${button}" saves ${writes} times`, async () => {
      const { page, edge, loader } = await setup();
      const card = await page.card(1);
      await card.choose('Mode', 'Independent');
      edge.answer(writeB, ({ body }) => ({ body, etag: '"2"' }));
      await manualChangeDetection(async () => {
        const opened = openedDialog(loader);
        await card.press('Save');
        const dialog = await opened;
        expect(await dialog.getText()).toContain('Mode: Backup → Independent: B stops what it does');
        expect(await dialog.getText()).toContain('This drops the link between B and A.');
        expect(await dialog.getText()).toContain('Afterwards B and A both work, each on its own');
        const closed = firstValueFrom(TestBed.inject(MatDialog).afterAllClosed);
        await (await dialog.getHarness(MatButtonHarness.with({ text: button }))).click();
        await closed;
      });
      expect(edge.requests.filter(({ line }) => line === writeB).length).toBe(writes);
      expect((await page.notice()) ?? 'nothing').toContain(writes === 0 ? 'nothing' : 'Saved at');
    });
  }

  it('[N5] asks before typed settings are left', async () => {
    const { page, loader } = await setup();
    const router = TestBed.inject(Router);
    await (await page.card(1)).type('Ping Rate', '500');
    await manualChangeDetection(async () => {
      const stay = router.navigateByUrl('/elsewhere');
      const dialog = await openedDialog(loader);
      expect(await dialog.getText()).toContain('B: Ping Rate: 1 s → 500 ms');
      await (await dialog.getHarness(MatButtonHarness.with({ text: 'Stay' }))).click();
      expect(await stay).toBeFalse();
    });
  });

  it('[N5] takes back what was typed when asked to discard it, and lets go at once then', async () => {
    const { page } = await setup();
    const card = await page.card(1);
    await card.type('Ping Rate', '500');
    await card.press('Discard');
    expect(await card.valueAt('Ping Rate')).toBe('1000');
    expect(await TestBed.inject(Router).navigateByUrl('/elsewhere')).toBeTrue();
  });
});

function refusal(status: number, errors?: { pointer: string; detail: string }[]): FakeAnswer {
  return { status, body: { type: 'about:blank', title: 'Refused', status, code: 'any', ...(errors && { errors }) } };
}

@Component({ selector: 'us-another-page', template: '' })
class Elsewhere {}

async function openedDialog(loader: HarnessLoader): Promise<MatDialogHarness> {
  await firstValueFrom(TestBed.inject(MatDialog).afterOpened);
  TestBed.tick();
  return loader.getHarness(MatDialogHarness);
}

async function setup(given: { ofB?: FakeAnswer } = {}) {
  const edge = new FakeEdge();
  const time = new FakeTime();
  answerAsPair(edge, time);
  edge.answer(`GET ${path}`, () => ({ body: someConfig(), etag: '"1"' }));
  edge.answer(`GET ${path}/pinned`, () => ({ body: { pinned: {} } }));
  edge.answer(readB, () => given.ofB ?? { body: someBackupConfig(), etag: '"1"' });
  edge.answer(`${readB}/pinned`, () => ({ body: { pinned: { '/gatewayNetworkSetup/host': '--master' } } }));
  TestBed.configureTestingModule({
    providers: [
      provideFakeEdge(edge, time),
      provideRouter([
        { path: 'elsewhere', component: Elsewhere },
        { path: 'settings', component: RedundancySettingsPage, canDeactivate: [askBeforeLeaving] },
      ]),
    ],
  });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session: someSession(), received }));
  time.pass(1500);
  const router = await RouterTestingHarness.create('/settings');
  const loader = TestbedHarnessEnvironment.documentRootLoader(router.fixture);
  const element = router.fixture.nativeElement as HTMLElement;
  return { page: await loader.getHarness(RedundancySettingsPageHarness), loader, element, edge, time };
}
