import { hostname } from 'node:os';
import type { Page } from '@playwright/test';
import { ConsolePage } from './support/console.ts';
import { writeEvents } from './support/many-events.ts';
import type { Pair } from './support/pair.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

const many = 9000;

test('[S8] thousands of events: few are in the document, older ones come on scrolling, the place is kept', async ({
  pair,
  page,
  consoleWatch,
}) => {
  test.slow();
  await fillBackup(pair);
  await openEvents(pair, page);
  await expect(rows(page).filter({ hasText: `Event ${many} of ${many}` })).toHaveCount(1);
  const region = page.getByRole('region', { name: 'Events, newest first' });
  await until('the oldest event is in view', async () => {
    await region.press('End');
    expect(await rows(page).count()).toBeLessThan(150);
    return rows(page)
      .filter({ hasText: /Event 1 of/ })
      .isVisible();
  });
  for (let pages = 0; pages < 12; pages += 1) await region.press('PageUp');
  await until('the end is out of view', async () => (await topEvent(page)).number > 40);
  await until('it stands still', () => standsStill(page));
  const before = await topEvent(page);

  for (const host of ['localhost', '127.0.0.1', hostname()]) {
    consoleWatch.expectDown(`http://${host}:${pair.backup.options.httpPort}`);
  }
  await pair.backup.kill();
  await pair.backup.start();
  await expect(page.getByRole('button', { name: /^\d+ new$/ })).toBeVisible();
  const after = await topEvent(page);
  expect(after.number).toBe(before.number);
  expect(Math.abs(after.px - before.px)).toBeLessThan(2);
  await page.getByRole('button', { name: /^\d+ new$/ }).click();
  await expect(rows(page).filter({ hasText: '→ Warm' }).first()).toBeVisible();
});

test('[S8] events are filtered by severity and text on the gateways, not only among those that were loaded', async ({
  pair,
  page,
}) => {
  await fillBackup(pair);
  await openEvents(pair, page);
  const panel = page.locator('us-events-panel');
  await panel.getByLabel('Text').fill('Event 5 of');
  await expect(rows(page)).toHaveCount(1);
  await panel.getByLabel('Severity').selectOption('Warning');
  await expect(panel).toContainText('No such event');
  await panel.getByLabel('Severity').selectOption('Error');
  await expect(rows(page)).toContainText(['Event 5 of']);
  await panel.getByLabel('Text').fill('');
  await expect(rows(page).first()).toContainText('Error');
  await expect(rows(page).filter({ hasText: 'Info' })).toHaveCount(0);
});

/** As if the Backup had run for a week. */
async function fillBackup(pair: Pair): Promise<void> {
  const nodeId = (await pair.backup.status())?.understudy?.nodeId ?? '';
  await pair.backup.terminate();
  writeEvents(pair.backup, nodeId, many);
  await pair.backup.start();
  await pair.protected(pair.master);
}

async function openEvents(pair: Pair, page: Page): Promise<void> {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  // What stands above has its height by then.
  const above = page.getByRole('region', { name: 'Config Updates Disk Cache' });
  await expect(async () => {
    await above.scrollIntoViewIfNeeded();
    await expect(above).toContainText('since', { timeout: 1000 });
  }).toPass();
  await page.getByRole('region', { name: 'Events, newest first' }).scrollIntoViewIfNeeded();
  await expect(rows(page).first()).toBeVisible();
}

function rows(page: Page) {
  return page.locator('us-events-panel tr.event');
}

/** The browser scrolls smoothly. */
async function standsStill(page: Page): Promise<boolean> {
  const [one, other] = [await topEvent(page), await topEvent(page)];
  return one.number === other.number && one.px === other.px;
}

/** The first event below the heading of the table, by the number in its text, and where it stands. */
async function topEvent(page: Page): Promise<{ number: number; px: number }> {
  const heading = await page.locator('us-events-panel thead th').first().boundingBox();
  const headingEnd = (heading?.y ?? NaN) + (heading?.height ?? NaN);
  for (const row of await rows(page).all()) {
    const box = await row.boundingBox();
    if (box === null || box.y + box.height <= headingEnd + 1) continue;
    const text = (await row.textContent()) ?? '';
    return { number: Number(/Event (\d+) of/.exec(text)?.[1] ?? NaN), px: box.y - headingEnd };
  }
  throw new Error('No event is in view');
}
