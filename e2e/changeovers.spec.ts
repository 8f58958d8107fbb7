import { hostname } from 'node:os';
import type { Page } from '@playwright/test';
import { changeovers } from '#contract/changeovers';
import { ConsolePage } from './support/console.ts';
import type { Gateway } from './support/gateway.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

test('[S10] kill -9 of the Master is a changeover with its gap, on the page and the same on both nodes', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const { master, backup } = pair;
  const console = new ConsolePage(page);
  await console.open(master);
  await console.signIn(pair);
  await panel(page).scrollIntoViewIfNeeded();
  for (const host of ['localhost', '127.0.0.1', hostname()]) {
    consoleWatch.expectDown(`http://${host}:${master.options.httpPort}`);
  }
  await master.kill();
  await until('B is active', () => backup.isActive());
  const row = panel(page).getByRole('row').filter({ hasText: 'Node lost' });
  await panel(page).scrollIntoViewIfNeeded();
  await expect(row.locator('[data-label="From → To"]')).toHaveText('A → B');
  await expect(row.locator('[data-label="Gap"]')).toHaveText(/^at most \d+ (ms|s)$/);
  const lost = (await listed(backup)).find(({ cause }) => cause === 'nodeLost');
  expect(lost).toMatchObject({ from: { name: 'A' }, to: { name: 'B' }, requester: null });
  expect(lost?.gapMs).toBeGreaterThan(0);
  await expect(row.locator('[data-label="Gap"]')).toHaveAttribute('title', `${Math.round(lost?.gapMs ?? 0)} ms`);

  await master.start();
  await pair.protected(master);
  await panel(page).scrollIntoViewIfNeeded();
  await expect(panel(page).getByRole('row').filter({ hasText: 'Automatic take-back' })).toContainText('B → A');
  await until('both list the same', async () => {
    const [one, other] = await Promise.all([listed(master), listed(backup)]);
    return JSON.stringify(one) === JSON.stringify(other);
  });
  expect(await listed(master)).toContainEqual(lost);
  await expect(row.locator('[data-label="Gap"]')).toHaveAttribute('title', `${Math.round(lost?.gapMs ?? 0)} ms`);
});

function panel(page: Page) {
  return page.getByRole('region', { name: 'Changeovers, newest first' });
}

/** Without the number that each node gives to what it learns. */
async function listed(gateway: Gateway) {
  const { items } = changeovers.parse(await (await gateway.api('/data/api/v1/redundancy/changeovers')).json());
  return items.map((item) => ({ ...item, id: 0 }));
}
