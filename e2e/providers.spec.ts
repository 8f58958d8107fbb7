import { readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { saved, type Saved } from '#contract/resources';
import { ConsolePage } from './support/console.ts';
import type { Gateway } from './support/gateway.ts';
import { providerOf } from './support/resources.ts';
import { expect, test } from './support/test.ts';

const tags = 'Tag config resources';
const changes = 7;
const waves = readFileSync(new URL('../gateway/runtime/modules/sample/waves.mjs', import.meta.url), 'utf8');

test('[S6] [S7] changes wait on the Master while the Backup is away, and drain when it is back', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  await page.getByRole('heading', { name: 'Providers', exact: true }).scrollIntoViewIfNeeded();
  const sends = page.getByRole('region', { name: 'A sends to B' });
  const receives = page.getByRole('region', { name: 'B receives from A' });
  await expect(cell(sends, tags, 'Pending Updates')).toHaveText('0');
  await expect(cell(receives, tags, 'Full Sync Needed?')).toHaveText('No');

  for (const host of ['localhost', '127.0.0.1', hostname()]) {
    consoleWatch.expectDown(`http://${host}:${pair.backup.options.httpPort}`);
  }
  await pair.backup.kill();
  await expect(sends).toContainText(
    'B is away: updates pile up here until it is back. Up to 100 MB of changes are kept',
  );
  await expect(receives).toContainText('no answer since');
  for (let count = 1; count <= changes; count += 1) {
    expect((await putTag(pair.master, `tank/level-${count}`)).replicated).toBe(false);
  }
  await expect(cell(sends, tags, 'Pending Updates')).toHaveText(`${changes}`);
  await expect(cell(sends, tags, 'Queued Updates/sec')).toHaveText((changes / 60).toFixed(2));
  await expect(cell(sends, tags, 'Time Needed')).toHaveText('B is away');
  await expect(cell(sends, 'Projects', 'Pending Updates')).toHaveText('0');

  await pair.backup.start();
  await expect(cell(sends, tags, 'Pending Updates')).toHaveText('0');
  await expect(cell(sends, tags, 'Dispatched Updates/sec')).toHaveText((changes / 60).toFixed(2));
  await expect(cell(sends, tags, 'Time Needed')).toHaveText('none');
  await expect(sends).not.toContainText('away');
  await expect(receives).not.toContainText('no answer since');
  await expect(cell(receives, tags, 'Last Pull')).toHaveText('just now');
  await expect(cell(receives, tags, 'Last Apply Duration (ms)')).toContainText(/\d\.\d/);
  await expect(cell(receives, tags, 'Full Sync Needed?')).toHaveText('No');
  expect((await putTag(pair.master, 'tank/level-8')).replicated).toBe(true);
});

test('[S3] [S6] a module whose file neither node has stays needed, and the page says what to do', async ({
  pair,
  page,
}) => {
  const { master, backup } = pair;
  await backup.kill();
  const headers = { 'Content-Type': 'text/javascript' };
  expect((await master.api('/data/api/v1/modules', { method: 'POST', headers, body: waves })).status).toBe(200);
  rmSync(join(master.options.dataDirectory, 'modules'), { recursive: true });
  await backup.start();
  const console = new ConsolePage(page);
  await console.open(master);
  await console.signIn(pair);
  await expect(console.verdict).toContainText('A node lacks modules that the configuration names');
  await page.getByRole('heading', { name: 'Providers', exact: true }).scrollIntoViewIfNeeded();
  const receives = page.getByRole('region', { name: 'B receives from A' });
  await expect(cell(receives, 'Modules', 'Last Error')).toContainText('does not have its file either');
  const { lastPullAt } = await providerOf(backup, 'modules');
  const confirmedAt = (await providerOf(backup, 'projects')).lastPullAt;
  await expect.poll(async () => (await providerOf(backup, 'projects')).lastPullAt).not.toBe(confirmedAt);
  await expect(cell(receives, 'Modules', 'Full Sync Needed?')).toHaveText('Yes');
  expect(await providerOf(backup, 'modules')).toMatchObject({ fullSyncNeeded: true, lastPullAt });
  expect((await providerOf(backup, 'modules')).lastError).toContain('does not have its file either');
});

test('[S8] a change of the activity level is an event of the node that changed', async ({ pair, page }) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  await expect(console.verdict).toContainText('Protected');
  await page.getByRole('heading', { name: 'Events' }).scrollIntoViewIfNeeded();
  const before = await eventsOf(page, 'B').filter({ hasText: '→ Active' }).count();
  await console.handOver('Hand over to B');
  await page.getByRole('heading', { name: 'Events' }).scrollIntoViewIfNeeded();
  await expect(eventsOf(page, 'B').filter({ hasText: '→ Active' })).toHaveCount(before + 1);
  await expect(eventsOf(page, 'A').filter({ hasText: 'Active →' })).not.toHaveCount(0);
});

/** What stands in the row of a provider, under the heading of a column. */
function cell(table: Locator, provider: string, column: string): Locator {
  return table.getByRole('row', { name: provider }).locator(`[data-label="${column}"]`);
}

function eventsOf(page: Page, node: string): Locator {
  const rows = page.getByRole('region', { name: 'Events, newest first' }).getByRole('row');
  return rows.filter({ has: page.getByRole('cell', { name: node, exact: true }) });
}

async function putTag(gateway: Gateway, name: string): Promise<Saved> {
  const answer = await gateway.api(`/data/api/v1/resources/tag/${encodeURIComponent(name)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ value: { source: 'memory', dataType: 'number', unit: 'm' } }),
  });
  expect(answer.status).toBe(200);
  return saved.parse(await answer.json());
}
