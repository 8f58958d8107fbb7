import type { Page } from '@playwright/test';
import { hostname } from 'node:os';
import { freePorts } from './support/free-ports.ts';
import type { Gateway } from './support/gateway.ts';
import { OperatorPage, overview } from './support/operator-page.ts';
import { networkAddress } from './support/pair.ts';
import { setPublicAddress } from './support/public-address.ts';
import { RoleProxy } from './support/role-proxy.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

// A wall of screens has nobody to sign in: whatever was dead, hung or lost, its pages come back by themselves.

const ticketLifeMs = 4000;
const session = '/data/api/v1/session';
const hosts = ['localhost', '127.0.0.1', '[::1]', hostname(), networkAddress()];

test.use({ pairOptions: { flags: ['--sample-project'], ticketLifeMs } });

test.beforeEach(({ pair, consoleWatch }) => {
  for (const { options } of pair.gateways)
    for (const host of hosts) {
      consoleWatch.expectDown(`http://${host}:${options.httpPort}`);
      consoleWatch.expectDown(`https://${host}:${options.httpsPort}`);
    }
});

test('[P2] a page comes back when both nodes were dead for longer than a ticket lives, whichever is back first', async ({
  pair,
  page,
}) => {
  const operator = new OperatorPage(page);
  await operator.open(pair.master.address, pair);
  await operator.field('Shift/Note').fill('typed');
  await Promise.all([pair.master.kill(), pair.backup.kill()]);
  await ticketsHaveRunOut();
  await pair.backup.start();
  await operator.isLiveFrom('B');
  await expect(operator.field('Shift/Note')).toHaveValue('typed');
  await pair.master.start();
  await expect(operator.notice).toContainText('Moved from B to A', { timeout: 30_000 });
  await operator.isLiveFrom('A');
});

test('[P2] the sign-in of a page is renewed at the other node while its own hangs', async ({ pair, page }) => {
  const operator = new OperatorPage(page);
  await operator.open(pair.master.address, pair);
  const renewed = page.waitForResponse(
    (response) => isOf(pair.backup, response.url(), `${session}/ticket`) && response.request().method() === 'POST',
  );
  pair.master.pause();
  expect((await renewed).status()).toBe(200);
  expect(new URL(page.url()).port).toBe(`${pair.master.options.httpPort}`);
  await operator.isLiveFrom('B');
});

for (const [what, path] of [
  ['code', `${session}/code`],
  ['sign-in', session],
] as const) {
  test(`[P2] a page arrives though the answer to its ${what} is lost`, async ({ pair, page }) => {
    const operator = new OperatorPage(page);
    await operator.open(pair.master.address, pair);
    const lost = await loseOne(page, (url) => isOf(pair.backup, url, path));
    await pair.master.kill();
    await operator.isLiveFrom('B');
    expect(lost()).toBe(1);
  });
}

test('[P1] a page is loaded anew though the first answer to its sign-in is lost', async ({ pair, page }) => {
  const operator = new OperatorPage(page);
  await operator.open(pair.master.address, pair);
  const lost = await loseOne(page, (url) => isOf(pair.master, url, session));
  await page.reload();
  await operator.isLiveFrom('A');
  expect(lost()).toBe(1);
});

test('[P2] a page arrives though somebody at its address mistypes passwords', async ({ pair, page }) => {
  const operator = new OperatorPage(page);
  await operator.open(pair.master.address, pair);
  await until('sign-ins from this address wait for some seconds', () => isHeldUp(pair.backup), 30_000, 100);
  await pair.master.kill();
  await operator.isLiveFrom('B');
});

test('[P2] who signs out on one node is signed out on a page at the other one, whatever its ticket says', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const operator = new OperatorPage(page);
  await operator.open(pair.master.address, pair);
  for (const path of ['', '/code', '/ticket'])
    consoleWatch.expectRefusal(`${pair.master.address}${session}${path}`, 401);
  // Before it gives up, a page asks the other node, wherever that answers.
  for (const host of hosts) {
    consoleWatch.expectRefusal(`http://${host}:${pair.backup.options.httpPort}${session}/ticket`, 401);
  }
  consoleWatch.expectRefusal(`${pair.master.address}/data/api/v1/runtime/live?project=water-works&page=overview`, 401);
  consoleWatch.expectRefusal(`${pair.master.address}/data/api/v1/runtime/nodes?scheme=http`, 401);
  const renewal = await page.waitForResponse((response) => isOf(pair.master, response.url(), `${session}/ticket`));
  const { ticket } = (await renewal.json()) as { ticket: string };
  const headers = { Authorization: `Bearer ${ticket}` };
  expect((await fetch(pair.backup.address + session, { method: 'DELETE', headers })).status).toBe(204);
  await expect(page.getByLabel('Password')).toBeVisible();
  for (const { address } of pair.gateways) {
    expect((await fetch(`${address}${session}/ticket`, { method: 'POST', headers })).status).toBe(401);
  }
});

test.describe('behind one address for both nodes', () => {
  test.use({ ignoreHTTPSErrors: true });

  test('[P2] a page writes again after the address was away for long, and is loaded anew without a password', async ({
    pair,
    page,
    consoleWatch,
  }) => {
    const [port = 0] = await freePorts(1);
    const front = new RoleProxy(pair.gateways);
    const shared = `https://localhost:${port}`;
    consoleWatch.expectDown(shared);
    await front.start(port);
    try {
      for (const gateway of pair.gateways) await setPublicAddress(gateway, shared);
      const operator = new OperatorPage(page);
      await operator.open(shared, pair);
      await pair.master.kill();
      await operator.isLiveFrom('B');
      await page.reload();
      await operator.isLiveFrom('B');
      await pair.master.start();
      await operator.isLiveFrom('A');
      await front.stop();
      await ticketsHaveRunOut();
      await front.start(port);
      await operator.isLiveFrom('A');
      await operator.write('Shift/Note', 'after');
      await expect(operator.tag('Shift/Note')).toContainText('Done');
      expect(page.url()).toBe(shared + overview);
    } finally {
      consoleWatch.stop();
      await front.stop();
    }
  });
});

async function ticketsHaveRunOut(): Promise<void> {
  const since = performance.now();
  await until('two lives of a ticket have passed', () => performance.now() - since > 2 * ticketLifeMs);
}

function isOf({ options }: Gateway, url: string, path: string): boolean {
  const { port, pathname } = new URL(url);
  return port === String(options.httpPort) && pathname === path;
}

/** How many were lost so far. */
async function loseOne(page: Page, of: (url: string) => boolean): Promise<() => number> {
  let lost = 0;
  await page.route(
    (url) => of(url.href),
    (route) => {
      if (lost > 0) return route.continue();
      lost += 1;
      return route.abort('connectionreset');
    },
  );
  return () => lost;
}

/** Somebody at this address types a wrong password. Whether the next one waits for longer than a page needs to come. */
async function isHeldUp({ address }: Gateway): Promise<boolean> {
  const body = JSON.stringify({ userName: 'somebody', password: 'wrong' });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(address + session, { method: 'POST', headers, body });
  return answer.status === 429 && Number(answer.headers.get('retry-after')) >= 8;
}
