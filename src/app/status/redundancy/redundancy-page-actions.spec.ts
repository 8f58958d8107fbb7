import { MatButtonHarness } from '@angular/material/button/testing';
import { backupStatus, exampleAt, masterStatus } from '#contract/status.testing';
import { possible, preflightOf } from './actions/action.testing.ts';
import { api, b, lostA, preflight, setup, silent } from './redundancy-page.testing.ts';

describe('The actions of Status > Redundancy', () => {
  it('[S4] hands over when asked, and says how long it took', async () => {
    const { page, edge, press, time } = await setup();
    edge.answer(`POST ${api}/redundancy/gwaction/failover`, () => ({ body: { from: 'A', to: 'B', gapMs: 35 } }));
    expect(await page.action()).toEqual({ label: 'Hand over to B …', disabled: false, because: '' });
    const dialog = await press();
    expect(await dialog.getText()).toContain('A does not take back by itself after this.');
    await (await dialog.getHarness(MatButtonHarness.with({ text: 'Hand over to B' }))).click();
    expect(edge.requests.map(({ line }) => line)).toContain(`POST ${api}/redundancy/gwaction/failover`);
    time.pass(1000);
    expect(await page.outcome()).toContain('B took over from A');
  });

  it('[S4] does not say what became of it beside what the nodes said before', async () => {
    const { page, edge, press, answerA, answerB, time } = await setup();
    edge.answer(`POST ${api}/redundancy/gwaction/failover`, () => ({ body: { from: 'A', to: 'B', gapMs: 35 } }));
    const dialog = await press();
    time.pass(100);
    await (await dialog.getHarness(MatButtonHarness.with({ text: 'Hand over to B' }))).click();
    expect(await page.outcome()).toBe('Hand over to B: under way …');
    answerA(() => masterStatus({ activityLevel: 'Warm' }));
    answerB(() => backupStatus({ activityLevel: 'Active' }));
    time.pass(1000);
    expect(await page.outcome()).toContain('B took over from A');
  });

  it('[G3] asks soon, when something was done, for what was kept of a configuration', async () => {
    const { page, edge, press, time } = await setup();
    edge.answer(`POST ${api}/redundancy/gwaction/failover`, () => ({ body: { from: 'A', to: 'B', gapMs: 35 } }));
    const dialog = await press();
    const before = edge.requests.length;
    await (await dialog.getHarness(MatButtonHarness.with({ text: 'Hand over to B' }))).click();
    time.pass(1000);
    expect(await page.outcome()).toContain('B took over from A');
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

  it('[S4] says at the button that its dialog did not come from the dead node, and opens it when it is tried again', async () => {
    let isDead = true;
    const fetched = () => import('./actions/open-action-dialog.ts');
    const dialog = () => (isDead ? Promise.reject(new TypeError('Failed to fetch')) : fetched());
    const { page, press, answerA, time } = await setup({ dialog });
    expect(await press()).toBeNull();
    expect(await page.missingDialog()).toContain('If this stays so, reload the console');
    answerA(() => silent);
    time.pass(5000);
    expect(await page.missingDialog()).toBe(
      'The dialog for this could not be loaded from A, where this console came from. Nothing was done.',
    );
    isDead = false;
    answerA(() => masterStatus());
    time.pass(3000);
    await page.tryDialogAgain();
    expect(await page.missingDialog()).toBeNull();
    expect(await (await page.openDialog())?.getText()).toContain('A does not take back by itself after this.');
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
});
