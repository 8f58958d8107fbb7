import { hostname } from 'node:os';
import type { Page } from '@playwright/test';
import { cacheSeries, charts, type Charts } from '#contract/charts';
import { ConsolePage } from './support/console.ts';
import type { Gateway } from './support/gateway.ts';
import { providerOf, saveTag } from './support/resources.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

const changes = 7;

test('[S5] the chart rises with what is changed while the Backup is away, and falls when it is back', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const { master, backup } = pair;
  const console = new ConsolePage(page);
  await console.open(master);
  await console.signIn(pair);
  await comeToChart(page);
  await expect(summary(page)).toContainText('Nothing was waiting for B since');
  await expect(page.getByRole('img', { name: /^Updates waiting\. Nothing was waiting/ })).toBeVisible();

  for (const host of ['localhost', '127.0.0.1', hostname()]) {
    consoleWatch.expectDown(`http://${host}:${backup.options.httpPort}`);
  }
  await backup.kill();
  await until('the loss is noticed', async () => (await master.status())?.peerConnected === false);
  for (let count = 1; count <= changes; count += 1) {
    expect((await saveTag(master, `tank/${count}`, 'x'.repeat(100))).replicated).toBe(false);
    expect((await providerOf(master)).pending).toBe(count);
  }
  await until('what waits was measured', async () => (await last(master)).updates === changes);
  await comeToChart(page);
  const { bytes } = await last(master);
  expect(bytes).toBeGreaterThan(changes * 100);
  expect(bytes).toBeLessThan(changes * 1000);
  await expect(summary(page)).toContainText(`At most ${changes} updates`);
  await expect(summary(page)).toContainText(`Now ${changes} updates wait.`);

  await backup.start();
  await pair.protected(master);
  await comeToRead(page, 'Now nothing waits.');
  await expect(summary(page)).toContainText(`At most ${changes} updates`);
  expect((await last(master)).updates).toBe(0);
  expect((await chartsOf(backup)).series).toEqual([]);
});

test('[S5] what was measured survives kill -9 of the Master', async ({ pair }) => {
  const { master, backup } = pair;
  await backup.kill();
  await until('the loss is noticed', async () => (await master.status())?.peerConnected === false);
  await saveTag(master, 'tank', 'x');
  await until('it was measured', async () => (await last(master)).updates === 1);
  const before = await chartsOf(master);
  await master.kill();
  await master.start();
  await until('it measures again', async () => ((await chartsOf(master)).since ?? 0) > 0);
  const points = pointsOf(await chartsOf(master), cacheSeries.updates);
  expect(points).toEqual(expect.arrayContaining(pointsOf(before, cacheSeries.updates)));
});

test('[S5] the slider has the chart asked for anew, for the time that it is set to', async ({ pair, page }) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  await comeToChart(page);
  const to = page.getByRole('slider', { name: 'To' });
  await expect(to).toHaveAttribute('aria-valuetext', 'now');
  const asked = page.waitForRequest((request) => /\/charts\?from=\d+&to=\d+$/.test(request.url()));
  await to.press('ArrowLeft');
  const query = new URL((await asked).url()).searchParams;
  expect(Number(query.get('to'))).toBeGreaterThan(Number(query.get('from')));
  await expect(to).not.toHaveAttribute('aria-valuetext', 'now');
  await expect(summary(page)).toContainText(/waiting for B from .* to /);
  const again = page.waitForRequest((request) => /\/charts\?(from=\d+)?$/.test(request.url()));
  await to.press('End');
  await again;
  await expect(to).toHaveAttribute('aria-valuetext', 'now');
});

function comeToChart(page: Page): Promise<void> {
  return comeToRead(page, 'since');
}

/** Who waits for news of the chart keeps it in view: what is out of sight is not asked for. */
async function comeToRead(page: Page, text: string): Promise<void> {
  await expect(async () => {
    await page.getByRole('region', { name: 'Config Updates Disk Cache' }).scrollIntoViewIfNeeded();
    await expect(summary(page)).toContainText(text, { timeout: 1000 });
  }).toPass({ timeout: 30_000 });
}

function summary(page: Page) {
  return page.getByRole('region', { name: 'Config Updates Disk Cache' }).locator('.summary');
}

async function chartsOf(gateway: Gateway): Promise<Charts> {
  return charts.parse(await (await gateway.api('/data/api/v1/redundancy/charts')).json());
}

async function last(gateway: Gateway): Promise<{ updates: number; bytes: number }> {
  const found = await chartsOf(gateway);
  const of = (name: string) => pointsOf(found, name).at(-1)?.[1] ?? NaN;
  return { updates: of(cacheSeries.updates), bytes: of(cacheSeries.bytes) };
}

function pointsOf({ series }: Charts, name: string): [number, number][] {
  return series.find((each) => each.name === name)?.points ?? [];
}
