import { hostname } from 'node:os';
import type { Page } from '@playwright/test';
import type { ConsoleWatch } from './support/console-watch.ts';
import type { Gateway } from './support/gateway.ts';
import { OperatorPage, overview } from './support/operator-page.ts';
import type { Pair } from './support/pair.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

// The manual's table, and the rows that it leaves out: what a page does by what both nodes say. Where it must stay, it
// is looked at after it has heard several answers more.

test.use({
  pairOptions: { flags: ['--sample-project'], proxied: true, joinWaitMs: 60_000, takeBackHoldMs: 3_600_000 },
});

const stays = 4;

test('[P2] the Master runs, the Backup stands by, then is silent: a page of the Master stays', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const operator = await opened(pair, page, consoleWatch);
  await staysAt(pair.master, page);
  await pair.backup.kill();
  await staysAt(pair.master, page);
  await operator.isLiveFrom('A');
});

test('[P2] the Master stands by, the Backup runs: a page of the Master moves, one of the Backup stays', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const operator = await opened(pair, page, consoleWatch);
  await handOver(pair.master);
  await expect(operator.notice).toContainText(/Moved from A to B at .*: A stands by\./);
  await operator.isLiveFrom('B');
  await staysAt(pair.backup, page);
  await pair.master.kill();
  await staysAt(pair.backup, page);
  await operator.isLiveFrom('B');
});

test('[P2] the Backup stands by or is silent, the Master runs: a page of the Backup moves', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const operator = await opened(pair, page, consoleWatch);
  await handOver(pair.master);
  await operator.isLiveFrom('B');
  await handOver(pair.backup);
  await expect(operator.notice).toContainText(/Moved from B to A at .*: B stands by\./, { timeout: 30_000 });
  await operator.isLiveFrom('A');
  expect(isAt(pair.master, page)).toBe(true);
  await handOver(pair.master);
  await operator.isLiveFrom('B');
  await pair.protected(pair.backup);
  await pair.backup.kill();
  await expect(operator.notice).toContainText(/Moved from B to A at .*: B does not answer\./, { timeout: 30_000 });
  await operator.isLiveFrom('A');
  expect(isAt(pair.master, page)).toBe(true);
});

test('[P2] both run, because nothing is between them any more: a page stays where it is', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const operator = await opened(pair, page, consoleWatch);
  pair.link.cut();
  await until('both are active', async () => (await pair.backup.isActive()) && (await pair.master.isActive()));
  await staysAt(pair.master, page);
  await operator.isLiveFrom('A');
});

test('[P2] both stand by, because neither knows of the other yet: a page stays where it is', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const operator = await opened(pair, page, consoleWatch);
  pair.link.cut();
  for (const gateway of pair.gateways) await gateway.kill();
  for (const gateway of pair.gateways) await gateway.start();
  await staysAt(pair.master, page);
  await expect(operator.strip).not.toContainText(/since .*Live/s);
  for (const gateway of pair.gateways) expect(await gateway.isActive()).toBe(false);
  pair.link.heal();
  await operator.isLiveFrom('A');
});

async function handOver(gateway: Gateway): Promise<void> {
  const action = '/data/api/v1/redundancy/gwaction/failover';
  await until(`${gateway.options.name} hands over`, async () => (await gateway.api(action, { method: 'POST' })).ok);
}

async function opened(pair: Pair, page: Page, consoleWatch: ConsoleWatch): Promise<OperatorPage> {
  for (const { options } of pair.gateways) {
    for (const host of ['localhost', '127.0.0.1', '[::1]', hostname()]) {
      consoleWatch.expectDown(`http://${host}:${options.httpPort}`);
    }
  }
  const operator = new OperatorPage(page);
  await operator.open(pair.master.address, pair);
  return operator;
}

/** After some answers more the page is where it was. */
async function staysAt(gateway: Gateway, page: Page): Promise<void> {
  const before = await heartbeats(page);
  await expect.poll(() => heartbeats(page)).toBeGreaterThanOrEqual(before + stays);
  expect(isAt(gateway, page)).toBe(true);
}

/** By the port: each gateway has several names here. */
function isAt(gateway: Gateway, page: Page): boolean {
  const { port, pathname, search, hash } = new URL(page.url());
  return port === `${gateway.options.httpPort}` && pathname + search + hash === overview;
}

/** How often the page has asked, as the browser counts what it loaded; by itself it counts to 250. */
function heartbeats(page: Page): Promise<number> {
  return page.evaluate<number>(
    `performance.setResourceTimingBufferSize(100000),
    performance.getEntriesByType('resource').filter(({ name }) => name.includes('/system/heartbeat')).length`,
  );
}
