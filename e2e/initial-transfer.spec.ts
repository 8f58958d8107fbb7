import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

const limitBytes = 150_000;

test('a browser that comes for the first time fetches at most 150 kB before the console runs', async ({
  pair,
  page,
}) => {
  const transfer = await watchTransfer(page);
  await page.goto(pair.master.address);
  await expect(page.getByLabel('Password')).toBeVisible();
  await page.waitForLoadState('networkidle');
  const { initial, all } = transfer();
  console.log(`      initial ${kilobytes(initial)}, with every page preloaded ${kilobytes(all)}, headers included`);
  expect(initial).toBeGreaterThan(20_000);
  expect(initial).toBeLessThanOrEqual(limitBytes);
});

test('what has a hash in its name is kept for ever and comes compressed; the index is never kept', async ({
  pair,
  page,
}) => {
  const scripts: Record<string, string>[] = [];
  page.on('response', (response) => {
    if (/\.(js|css)$/.test(response.url())) void response.allHeaders().then((headers) => scripts.push(headers));
  });
  const index = await page.goto(pair.master.address);
  await expect(page.getByLabel('Password')).toBeVisible();
  expect(index?.headers()['cache-control']).toBe('no-store');
  expect(scripts.length).toBeGreaterThan(1);
  for (const headers of scripts) {
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    if (Number(headers['content-length']) > 1000) expect(headers['content-encoding']).toMatch(/^(br|gzip)$/);
  }
});

/**
 * Bytes on the wire, headers included, as Chromium counts them. `initial`: until the load event, which waits for the
 * index, the styles and the scripts with everything that they import at once, and for nothing that is loaded later.
 */
async function watchTransfer(page: Page): Promise<() => { initial: number; all: number }> {
  const session = await page.context().newCDPSession(page);
  const files: { at: number; bytes: number }[] = [];
  let loadedAt = Infinity;
  session.on('Network.loadingFinished', ({ timestamp, encodedDataLength }) => {
    files.push({ at: timestamp, bytes: encodedDataLength });
  });
  session.on('Page.loadEventFired', ({ timestamp }) => (loadedAt = timestamp));
  await session.send('Network.enable');
  await session.send('Page.enable');
  const sum = (until: number) => files.filter(({ at }) => at <= until).reduce((total, { bytes }) => total + bytes, 0);
  return () => ({ initial: sum(loadedAt), all: sum(Infinity) });
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
