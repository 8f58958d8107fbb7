import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { resourceFile } from '#contract/resources';
import { ConsolePage } from './support/console.ts';
import type { Gateway } from './support/gateway.ts';
import { allTags, eventsOf, providerOf, saveTag } from './support/resources.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

/** Bytes per second: what takes some seconds is seen by a page that asks each second. */
const slowly = 5_000_000;

const shortLog = ['--config-log-bytes', '3000'];

test.describe('with a short log, where a cut is soon noticed', () => {
  test.use({ pairOptions: { flags: shortLog, proxied: true, pingMaxMissed: 4 } });

  test('[S8] [S14] a log that does not reach back makes a full synchronisation, and a loop of them is told', async ({
    pair,
    page,
    consoleWatch,
  }) => {
    const { master, backup } = pair;
    const console = new ConsolePage(page);
    await console.open(backup);
    await console.signIn(pair);
    const panel = page.getByRole('region', { name: 'Full synchronisation' });
    for (let round = 1; round <= 3; round += 1) {
      pair.link.cut();
      await until('the loss is noticed', async () => (await master.status())?.peerConnected === false);
      for (let at = 0; at < 40; at += 1) await saveTag(master, `R${round} T${at}`, 'x'.repeat(100));
      pair.link.heal();
      await pair.protected(master);
      expect(await allTags(backup)).toHaveLength(40 * round);
    }
    await expect(panel).toContainText('Sync loop');
    await expect(panel).toContainText(/\d+ were needed in the last hour/);
    const own = await eventsOfItself(backup);
    expect(own.filter((code) => code === 'softRestarted').length).toBe(4);
    expect(own.filter((code) => code === 'syncLoop').length).toBe(1);
    const events = page.getByRole('region', { name: 'Events, newest first' });
    await events.scrollIntoViewIfNeeded();
    await expect(events.getByText('soft restart').first()).toBeVisible();
    // The console was connected all the time, and a restart of the process keeps the count.
    const { loop, fullSyncsLastHour = 0 } = (await backup.status())?.understudy?.sync ?? {};
    expect({ loop, several: fullSyncsLastHour >= 4 }).toEqual({ loop: true, several: true });
    consoleWatch.expectDown(backup.address);
    await backup.kill();
    await backup.start();
    await pair.protected(master);
    expect((await backup.status())?.understudy?.sync.fullSyncsLastHour).toBeGreaterThanOrEqual(4);
  });
});

test.describe('with a short log', () => {
  test.use({ pairOptions: { flags: shortLog, proxied: true } });

  test('[S8] [S11] a log that does not reach back: the page shows how far everything is that is sent anew', async ({
    pair,
    page,
  }) => {
    const { master, backup } = pair;
    const console = new ConsolePage(page);
    await console.open(master);
    await console.signIn(pair);
    pair.link.cut();
    await until('the loss is noticed', async () => (await master.status())?.peerConnected === false);
    await importTags(master, 20_000);
    pair.link.throttle(slowly);
    pair.link.heal();
    await seeProgress(page);
    await pair.protected(master);
    const [required] = (await eventsOf(backup)).filter(({ reason }) => reason.includes('does not reach back'));
    expect(required?.reasonCode).toBe('fullSyncDataOnly');
    expect(await allTags(backup)).toHaveLength(20_000);
  });
});

test.describe('over a slow link', () => {
  test.use({ pairOptions: { proxied: true } });

  test('[S11] a forced re-sync shows how far it is, and counts as asked for', async ({ pair, page }) => {
    const { master, backup } = pair;
    await importTags(master, 20_000);
    await pair.protected(master);
    const console = new ConsolePage(page);
    await console.open(master);
    await console.signIn(pair);
    const panel = page.getByRole('region', { name: 'Full synchronisation' });
    pair.link.throttle(slowly);
    const before = (await backup.status())?.understudy?.sync.fullSyncsLastHour;
    const seen: number[] = [];
    const watching = watch(backup, seen);
    await page.getByRole('button', { name: 'Force re-sync B from A …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Force re-sync B from A' }).click();
    await seeProgress(page);
    await expect(page.getByText('B took the whole configuration from A')).toBeVisible({ timeout: 20_000 });
    watching.stop();
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    await expect(panel).toContainText('Nothing is being sent anew.');
    await pair.protected(master);
    expect((await backup.status())?.understudy?.sync.fullSyncsLastHour).toBe(before);
    expect(await eventsOfItself(backup)).toContain('fullSyncAsked');
    expect(await providerOf(backup)).toMatchObject({ restartRequired: false, fullSyncNeeded: false });
  });
});

test('[G3] kill -9 of the Backup within a full synchronisation: it goes on where it was', async ({ pair }) => {
  const { master, backup } = pair;
  await importTags(master, 20_000);
  await pair.protected(master);
  const kept = await allTags(backup);
  const resync = master.api('/data/api/v1/redundancy/gwaction/resync', { method: 'POST' }).catch(() => null);
  await until('a part of it is there', async () => {
    const { progress } = (await backup.status())?.understudy?.sync ?? {};
    return progress !== undefined && progress.bytes > 0;
  });
  await backup.kill();
  await resync;
  await backup.start();
  await pair.protected(master);
  await until('it is done', async () => (await eventsOfItself(backup)).at(-1) === 'softRestarted');
  expect(await eventsOfItself(backup)).toContain('fullSyncResumed');
  expect(await allTags(backup)).toEqual(kept);
});

test('[G3] a Master with an emptied directory destroys nothing, and the page offers the two choices', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const { master, backup } = pair;
  await saveTag(master, 'Level', 'kept');
  for (const host of ['localhost', '127.0.0.1', hostname()]) {
    consoleWatch.expectDown(`http://${host}:${master.options.httpPort}`);
  }
  await master.kill();
  await until('the Backup works', () => backup.isActive());
  rmSync(master.options.dataDirectory, { recursive: true, force: true });
  await master.start();
  const console = new ConsolePage(page);
  await console.open(backup);
  await console.signIn(pair);
  await expect(console.verdict).toContainText('different histories');
  const choices = page.getByRole('region', { name: 'Which configuration stays?' });
  await expect(choices.getByRole('button', { name: 'Replace B by A …' })).toBeEnabled();
  expect(await allTags(backup)).toHaveLength(1);
  await choices.getByRole('button', { name: 'Restore A from B …' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('All of the configuration of A is replaced by that of B.');
  await dialog.getByRole('button', { name: 'Restore A from B' }).click();
  await expect(page.getByText('A took all of the configuration of B')).toBeVisible({ timeout: 20_000 });
  await expect(choices).toBeHidden();
  await until('both hold the same', async () => (await backup.status())?.projectState === 'Good');
  expect(await allTags(master)).toEqual(await allTags(backup));
  const keeping = page.getByRole('region', { name: 'Kept before it was replaced' });
  await expect(keeping).toContainText('A, ');
  const downloading = page.waitForEvent('download');
  await keeping.getByRole('button', { name: 'Download' }).click();
  const file = await readFile(await (await downloading).path(), 'utf8');
  expect(resourceFile.parse(JSON.parse(file)).resources).toEqual([]);
});

/** A bar that grows, and beside it bytes, percent, rate and the time left. */
async function seeProgress(page: Page): Promise<void> {
  const panel = page.getByRole('region', { name: 'Full synchronisation' });
  const bar = panel.getByRole('progressbar', { name: 'Full synchronisation' });
  await expect(bar).toBeVisible({ timeout: 20_000 });
  const done = async () => Number(await bar.getAttribute('value'));
  const first = await done();
  await expect(bar).toHaveAttribute('aria-valuetext', /^[\d.]+ MB of [\d.]+ MB \(\d+ %\)$/);
  await expect(panel).toContainText(/[\d.]+ MB of [\d.]+ MB \(\d+ %\)/);
  await expect(panel).toContainText(/[\d.]+ [kM]B\/s, \d+ \w+ left/);
  await expect.poll(done).toBeGreaterThan(first);
}

async function importTags(gateway: Gateway, count: number): Promise<void> {
  const value = { source: 'memory', dataType: 'number', description: 'x'.repeat(900) };
  const resources = Array.from({ length: count }, (_each, at) => ({ type: 'tag', name: `T${at}`, value }));
  const body = JSON.stringify({ format: 'understudy-resources', version: 1, resources });
  const headers = { 'Content-Type': 'application/json' };
  const signal = AbortSignal.timeout(30_000);
  const answer = await gateway.api('/data/api/v1/resources-import', { method: 'POST', headers, body, signal });
  expect(answer.status).toBe(200);
}

async function eventsOfItself(gateway: Gateway): Promise<string[]> {
  const nodeId = (await gateway.status())?.understudy?.nodeId;
  const own = (await eventsOf(gateway)).filter((event) => event.nodeId === nodeId);
  return own.map(({ reasonCode }) => reasonCode).filter((code) => code !== 'activityLevel');
}

/** Notes the progress that the node tells, until it is stopped. */
function watch(gateway: Gateway, seen: number[]): { stop: () => void } {
  const timer = setInterval(() => {
    void gateway.status().then((status) => {
      const progress = status?.understudy?.sync.progress;
      if (progress !== undefined) seen.push(progress.bytes);
    });
  }, 50);
  return { stop: () => clearInterval(timer) };
}
