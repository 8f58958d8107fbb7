import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { logLines } from '#contract/logs';
import { ConsolePage } from './support/console.ts';
import type { Gateway } from './support/gateway.ts';
import { expect, test } from './support/test.ts';

test('[D1] the file holds what the filter shows, every line of it and nothing else', async ({ pair, page }) => {
  const { master } = pair;
  await write(master, 700);
  const console = new ConsolePage(page);
  await console.open(master);
  await console.signIn(pair);
  await page.goto(`${master.address}/diagnostics/logs?search=levelreset&minLevel=INFO`);
  await expect(messages(page).first()).toBeVisible();
  const expected = await matching(master);
  expect(expected.length).toBe(700);
  const text = await download(page, 'text');
  expect(text.name).toMatch(/^A-log-.*\.txt$/);
  expect(text.lines.length).toBe(expected.length);
  expected.forEach((message, at) => expect(text.lines[at]).toContain(message));
  const json = await download(page, 'JSON');
  expect(json.lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(expected);

  const until = page.waitForResponse((response) => response.url().includes('endTime='));
  await page.getByLabel('To', { exact: true }).fill('2001-01-01T00:00:00');
  await page.getByLabel('To', { exact: true }).blur();
  await until;
  await expect(page.locator('us-log-table')).toContainText('No line matches');
  expect((await download(page, 'text')).lines).toEqual([]);
});

test('[D1] older lines come as the reader scrolls, and new ones wait', async ({ pair, page }) => {
  const { master } = pair;
  await write(master, 1300);
  const console = new ConsolePage(page);
  await console.open(master);
  await console.signIn(pair);
  await page.goto(`${master.address}/diagnostics/logs?search=levelreset&minLevel=INFO`);
  await expect(messages(page).first()).toBeVisible();
  const region = page.getByRole('region', { name: 'Log lines' });
  const end = region.getByText('No older line matches.');
  await expect(async () => {
    await region.press('End');
    await expect(end).toBeVisible({ timeout: 200 });
  }).toPass();
  expect(await messages(page).count()).toBeLessThan(200);
  const read = await messages(page).last().textContent();
  await write(master, 12);
  await expect(page.getByRole('button', { name: '12 new' })).toBeVisible();
  await expect(end).toBeInViewport();
  expect(await messages(page).last().textContent()).toBe(read);
  await page.getByRole('button', { name: '12 new' }).click();
  await expect(page.getByRole('button', { name: '12 new' })).toHaveCount(0);
});

test('[D1] both nodes stand beside each other, and are left alone while nobody follows', async ({ pair, page }) => {
  const { master, backup } = pair;
  const console = new ConsolePage(page);
  await console.open(master);
  await console.signIn(pair);
  await page.goto(`${master.address}/diagnostics/logs`);
  await page.getByLabel('Node').selectOption({ label: 'Both nodes' });
  for (const [name, port] of [
    ['A', master.options.httpPort],
    ['B', backup.options.httpPort],
  ] as const) {
    const pane = page.locator('us-log-table').filter({ hasText: `Live from ${name}` });
    await expect(pane).toContainText(`${name} answers on port ${port}`);
  }
  await page.getByRole('switch', { name: 'Follow what is written' }).click();
  await expect(page.locator('us-log-table').first()).toContainText('A as of');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await write(backup, 1);
  await page.getByRole('switch', { name: 'Follow what is written' }).click();
  await expect(page.locator('us-log-table').last()).toContainText('levelreset');
  expect(asked.filter((url) => /\/logs\?/.test(url)).length).toBeLessThanOrEqual(4);
});

/** Writes lines of INFO that a search for "levelreset" finds: each says which request was made. */
async function write(gateway: Gateway, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const answer = await gateway.api('/data/api/v1/logs/levelreset', { method: 'POST' });
    expect(answer.status).toBe(200);
  }
}

/** Oldest first. */
async function matching(gateway: Gateway): Promise<string[]> {
  const query = 'search=levelreset&minLevel=INFO&limit=1000';
  const { items } = logLines.parse(await (await gateway.api(`/data/api/v1/logs?${query}`)).json());
  return items.map(({ message }) => message).toReversed();
}

async function download(page: Page, format: string): Promise<{ name: string; lines: string[] }> {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: `Download the log of A as ${format}` }).click();
  const file = await saved;
  const text = readFileSync(await file.path(), 'utf8');
  return { name: file.suggestedFilename(), lines: text.split('\n').filter((line) => line !== '') };
}

function messages(page: Page) {
  return page.locator('us-log-table td.message');
}
