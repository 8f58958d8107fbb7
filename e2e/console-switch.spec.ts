import { hostname } from 'node:os';
import { ConsolePage } from './support/console.ts';
import { networkAddress } from './support/pair.ts';
import { expect, test } from './support/test.ts';

test('[P2] the console offers to go on at the other node when its own is dead, signed in, at the same place', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  const bothKnown = page.waitForResponse((response) => response.url().includes('/runtime/nodes?'));
  await console.open(pair.master, '/diagnostics/logs?wall=2#end');
  const offer = page.getByRole('button', { name: 'Go on at B' });
  await expect(page.getByRole('heading', { name: 'Logs' })).toBeVisible();
  await expect(offer).toHaveCount(0);
  // A node that dies before it has named the other one leaves nowhere to go.
  await (await bothKnown).finished();
  for (const host of ['localhost', '127.0.0.1', hostname(), networkAddress()]) {
    consoleWatch.expectDown(pair.master.address.replace('localhost', host));
  }
  await pair.master.kill();
  await expect(offer).toBeVisible();
  expect(page.url()).toContain(`${pair.master.address}/diagnostics/logs`);

  await offer.click();
  await expect(page.getByRole('status').filter({ hasText: 'Moved from A to B' })).toContainText('A does not answer.');
  const { pathname, search, hash, port } = new URL(page.url());
  expect([port, pathname, search, hash]).toEqual([
    String(pair.backup.options.httpPort),
    '/diagnostics/logs',
    '?wall=2',
    '#end',
  ]);
  await expect(page.getByRole('heading', { name: 'Logs' })).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('You are here: B');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText('Moved from A to B')).toHaveCount(0);

  // A console looks at a standby on purpose: it stays though its first node takes back.
  await pair.master.start();
  await pair.protected(pair.master);
  await expect(page.getByRole('banner')).toContainText('You are here: B · Backup · Warm');
  await expect(page.getByRole('button', { name: 'Go on at' })).toHaveCount(0);
});

test('[P2] the console offers nothing any more when the other node dies too, and offers again when that is back', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  const bothKnown = page.waitForResponse((response) => response.url().includes('/runtime/nodes?'));
  await console.signIn(pair);
  const offer = page.getByRole('button', { name: 'Go on at B' });
  await (await bothKnown).finished();
  for (const { address } of pair.gateways)
    for (const host of ['localhost', '127.0.0.1', hostname(), networkAddress(), '[::1]'])
      consoleWatch.expectDown(address.replace('localhost', host));
  await pair.master.kill();
  await expect(offer).toBeVisible();
  await pair.backup.kill();
  await expect(offer).toHaveCount(0);
  await pair.backup.start();
  await expect(offer).toBeVisible();
  await offer.click();
  await expect(page.getByRole('banner')).toContainText('You are here: B');
});

test('[P2] offers to go on at the other node when its own hangs before it says who is signed in', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  const told = page.waitForResponse((response) => response.url().includes('/runtime/nodes?'));
  await console.signIn(pair);
  await (await told).finished();
  for (const host of ['localhost', '127.0.0.1', hostname(), networkAddress(), '[::1]'])
    consoleWatch.expectDown(pair.master.address.replace('localhost', host));
  // The page itself comes just before.
  await page.route(`${pair.master.address}/data/api/v1/session`, async (route) => {
    await pair.master.kill();
    await route.continue();
  });
  await console.open(pair.master, '/diagnostics/logs?wall=2#end');
  await expect(page.getByRole('status')).toContainText('does not say yet whether you are signed in');
  await page.getByRole('button', { name: 'Go on at B' }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
  const { pathname, search, hash, port } = new URL(page.url());
  expect([port, pathname, search, hash]).toEqual([
    String(pair.backup.options.httpPort),
    '/diagnostics/logs',
    '?wall=2',
    '#end',
  ]);
});

test('[P2] the form to sign in offers to go on at the other node when its own does not answer', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  const told = page.waitForResponse((response) => response.url().includes('/runtime/nodes?'));
  await console.signIn(pair);
  await (await told).finished();
  await page.context().clearCookies();
  consoleWatch.expectRefusal(`${pair.master.address}/data/api/v1/session`, 401);
  await page.goto('about:blank');
  await console.open(pair.master, '/diagnostics/logs?wall=2#end');
  await page.getByLabel('Name').fill(pair.userName);
  await page.getByLabel('Password').fill(pair.password);
  for (const host of ['localhost', '127.0.0.1', hostname(), networkAddress(), '[::1]'])
    consoleWatch.expectDown(pair.master.address.replace('localhost', host));
  await pair.master.kill();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Go on at B' }).click();
  await page.waitForURL((url) => url.port === String(pair.backup.options.httpPort));
  await page.getByLabel('Name').fill(pair.userName);
  await page.getByLabel('Password').fill(pair.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Logs' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Moved from A to B' })).toContainText('A does not answer.');
});
