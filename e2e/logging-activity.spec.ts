import { hostname } from 'node:os';
import type { Page } from '@playwright/test';
import { logLines, loggers, providerLogger, type LogLine } from '#contract/logs';
import { ConsolePage } from './support/console.ts';
import type { Gateway } from './support/gateway.ts';
import type { Pair } from './support/pair.ts';
import { saveTag } from './support/resources.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

const tags = providerLogger('tag-config-resource');
const name = 'Tag config resources';

test('[S9] DEBUG for a provider on one node, then on both: its lines appear here, from where they were logged', async ({
  pair,
  page,
}) => {
  const { master, backup } = pair;
  await open(page, master, pair);
  await order(page, { on: 'B only', duration: '15 min' });
  await expect(row(page)).toContainText(/INFO.*DEBUG, 15 min left/);
  await saveTag(master, 'Level', 'one');
  await expect(lines(page).filter({ hasText: 'applied in' })).toHaveCount(1);
  await expect(lines(page).filter({ hasText: 'applied in' })).toContainText(['B']);
  expect(await finest(master)).toEqual([]);

  await order(page, { on: 'Both nodes', duration: '1 h' });
  await expect(row(page)).toContainText(/DEBUG, 1 h 0 min left.*DEBUG, 1 h 0 min left/);
  await saveTag(master, 'Level', 'two', 1);
  await expect(lines(page).filter({ hasText: '1 update queued for the other node' })).toHaveCount(1);
  await expect(lines(page).filter({ hasText: 'applied in' })).toHaveCount(3);
  expect((await finest(master)).length).toBeGreaterThan(0);
  expect((await finest(backup)).every(({ level }) => level === 'DEBUG')).toBe(true);
});

test('[S9] lines of a provider are in Diagnostics > Logs only once it is merged', async ({ pair, page }) => {
  const { master } = pair;
  await open(page, master, pair);
  await order(page, { on: 'A only', duration: 'Until changed' });
  await expect(row(page)).toContainText('DEBUG until changed');
  await saveTag(master, 'Level', 'apart');
  await until('it was logged', async () => (await finest(master)).length > 0);
  expect(await inMainLog(master)).toEqual([]);

  await order(page, { on: 'A only', duration: 'Until changed', merge: true });
  await expect(row(page)).toContainText('also in Diagnostics > Logs');
  await saveTag(master, 'Level', 'merged', 1);
  await until('it is in the main log', async () => (await inMainLog(master)).length > 0);
  const merged = await inMainLog(master);
  await page.goto(`${master.address}/diagnostics/logs?search=queued+for+the+other+node`);
  await expect(page.locator('us-log-table td.message')).toHaveCount(1);
  await expect(page.locator('us-log-table td.message')).toHaveText(merged.at(-1)?.message ?? '');
});

test('[S9] the countdown ends the level, on the gateway and on the page, over a restart too', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const { master, backup } = pair;
  await open(page, master, pair);
  for (const host of ['localhost', '127.0.0.1', hostname()]) {
    consoleWatch.expectDown(`http://${host}:${backup.options.httpPort}`);
  }
  for (const gateway of [master, backup]) await setLevel(gateway, 'level=TRACE&forMs=20000');
  await expect(row(page)).toContainText(/TRACE, \d+ s left.*TRACE, \d+ s left/);
  await backup.kill();
  await backup.start();
  expect(await levelOf(backup)).toBe('TRACE');
  await expect(lines(page).filter({ hasText: 'Nothing to pull' }).first()).toBeVisible();
  await expect(row(page)).toContainText(/INFO.*INFO/, { timeout: 30_000 });
  expect(await levelOf(master)).toBe('INFO');
  expect(await levelOf(backup)).toBe('INFO');
});

test('[S9] what cannot be set on a node that is away is said of that node', async ({ pair, page, consoleWatch }) => {
  const { master, backup } = pair;
  await open(page, master, pair);
  await expect(row(page)).toContainText(/INFO.*INFO/);
  for (const host of ['localhost', '127.0.0.1', hostname()]) {
    consoleWatch.expectDown(`http://${host}:${backup.options.httpPort}`);
  }
  await backup.kill();
  await order(page, { on: 'Both nodes', duration: '15 min' });
  await expect(section(page)).toContainText('Set on A.');
  await expect(section(page)).toContainText('Not set on B: B does not answer this browser.');
  expect(await levelOf(master)).toBe('DEBUG');
});

async function open(page: Page, gateway: Gateway, person: Pair): Promise<void> {
  const console = new ConsolePage(page);
  await console.open(gateway);
  await console.signIn(person);
  await page
    .getByRole('navigation', { name: 'On this page' })
    .getByRole('button', { name: 'Logging activity' })
    .click();
  await section(page).scrollIntoViewIfNeeded();
  await expect(row(page)).toBeVisible();
  await page.getByRole('region', { name: 'Lines of providers' }).scrollIntoViewIfNeeded();
}

async function order(page: Page, wanted: { on: string; duration: string; merge?: boolean }): Promise<void> {
  await page.getByRole('button', { name: `Change the level of ${name}` }).click();
  const form = section(page).locator('form');
  await form.getByLabel('On', { exact: true }).selectOption({ label: wanted.on });
  await form.getByLabel('For', { exact: true }).selectOption({ label: wanted.duration });
  if (wanted.merge === true) await form.getByRole('checkbox', { name: 'Also in Diagnostics > Logs' }).check();
  await form.getByRole('button', { name: 'Set level' }).click();
}

function section(page: Page) {
  return page.getByRole('region', { name: 'Logging Activity' });
}

function row(page: Page) {
  return section(page).getByRole('row', { name });
}

function lines(page: Page) {
  return page.getByRole('region', { name: 'Lines of providers, newest first' }).locator('tr.line');
}

async function setLevel(gateway: Gateway, query: string): Promise<void> {
  const answer = await gateway.api(`/data/api/v1/logs/loggers/${tags}?${query}`, { method: 'POST' });
  expect(answer.status).toBe(200);
}

async function levelOf(gateway: Gateway): Promise<string | undefined> {
  const { items } = loggers.parse(await (await gateway.api(`/data/api/v1/logs/loggers?search=${tags}`)).json());
  return items[0]?.level;
}

async function finest(gateway: Gateway): Promise<LogLine[]> {
  return (await read(gateway, `logger=${tags}`)).filter(({ level }) => level === 'DEBUG' || level === 'TRACE');
}

async function inMainLog(gateway: Gateway): Promise<LogLine[]> {
  return (await read(gateway, 'search=queued')).filter(({ level }) => level === 'DEBUG');
}

async function read(gateway: Gateway, query: string): Promise<LogLine[]> {
  return logLines.parse(await (await gateway.api(`/data/api/v1/logs?limit=1000&${query}`)).json()).items;
}
