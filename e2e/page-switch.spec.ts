import type { Page } from '@playwright/test';
import { followRole, plantPage, scriptTag, WebServer } from './support/foreign-page.ts';
import { freePorts } from './support/free-ports.ts';
import type { Gateway } from './support/gateway.ts';
import type { Pair } from './support/pair.ts';
import { setPublicAddress } from './support/public-address.ts';
import { expect, test as base } from './support/test.ts';

/** The pages of a plant: one beside each gateway, and one address that a proxy leads to the active node. */
interface Plant {
  a: WebServer;
  b: WebServer;
  both: WebServer;
  /** A machine that dies takes its pages with it. */
  kill: (gateway: Gateway) => Promise<void>;
  start: (gateway: Gateway) => Promise<void>;
}

const test = base.extend<{ fixedPages: boolean; plant: Plant }>({
  fixedPages: [true, { option: true }],
  plant: async ({ pair, fixedPages, consoleWatch }, use) => {
    const plant = await plantOf(pair, fixedPages);
    const servers = [plant.a, plant.b, plant.both];
    for (const server of servers) await server.start();
    for (const address of [plant.a.address, plant.b.address, ...pair.gateways.map((gateway) => gateway.address)]) {
      consoleWatch.expectDown(address);
    }
    await use(plant);
    consoleWatch.stop();
    for (const server of servers) await server.stop();
  },
});

const where = '/plant/pumps.html?zoom=2#tank';

test('[P5] a page that knows nothing of us moves to the other node when its own is killed, says so, and comes back', async ({
  pair,
  page,
  plant,
}) => {
  await page.goto(plant.a.address + where);
  await expect(page.getByRole('heading', { name: 'Beside A' })).toBeVisible();
  await plant.kill(pair.master);
  await expect(page).toHaveURL(plant.b.address + where);
  await expect(page.getByRole('heading', { name: 'Beside B' })).toBeVisible();
  await expect(page.getByRole('status')).toContainText(/Moved from A to B at \d\d:\d\d:\d\d: A does not answer\./);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('status')).toHaveCount(0);

  await plant.start(pair.master);
  await expect(page).toHaveURL(plant.a.address + where, { timeout: 30_000 });
  await expect(page.getByRole('status')).toContainText(/Moved from B to A at .*: B stands by\./);
});

test('[P5] the address that was left is not gone back to', async ({ pair, page, plant }) => {
  await page.goto('about:blank');
  await page.goto(plant.a.address + where);
  await plant.kill(pair.master);
  await expect(page).toHaveURL(plant.b.address + where);
  await page.goBack();
  expect(page.url()).toBe('about:blank');
});

test('[P5] what is typed holds the page back; it moves when that is saved', async ({ pair, page, plant }) => {
  await page.goto(plant.a.address + where);
  await page.getByLabel('Note').fill('Pump 2 is noisy');
  await plant.kill(pair.master);
  await expect.poll(() => pair.backup.isActive()).toBe(true);
  const askedBefore = await heartbeats(page);
  await expect.poll(() => heartbeats(page)).toBeGreaterThan(askedBefore + 3);
  await expect(page).toHaveURL(plant.a.address + where);
  await expect(page.getByLabel('Note')).toHaveValue('Pump 2 is noisy');
  await page.getByLabel('Note').fill('');
  await expect(page).toHaveURL(plant.b.address + where);
});

test.describe('where the gateways say their public addresses', () => {
  test.use({ fixedPages: false });

  test('[P2] a public address that is set while the page is open counts without loading it again', async ({
    pair,
    page,
    plant,
  }) => {
    await page.goto(plant.a.address + where);
    await hasHeard(page);
    await setPublicAddress(pair.backup, plant.b.address.replace('http://', ''));
    await plant.kill(pair.master);
    await expect(page).toHaveURL(plant.b.address + where);
  });

  test('[P2] one address for both is opened once, never asked, and stays when the Master takes back', async ({
    pair,
    page,
    plant,
  }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const gateway of pair.gateways) await setPublicAddress(gateway, plant.both.address);
    await page.goto(plant.a.address + where);
    await hasHeard(page);
    await plant.kill(pair.master);
    await expect(page).toHaveURL(plant.both.address + where);
    await expect(page.getByRole('heading', { name: 'Beside B' })).toBeVisible();
    await plant.start(pair.master);
    await expect(page.locator('#adopted')).toHaveText('adopted', { timeout: 30_000 });
    await expect(page).toHaveURL(plant.both.address + where);
    const toShared = asked.filter((url) => url.startsWith(plant.both.address) && !url.endsWith('/favicon.ico'));
    expect(toShared.filter((url) => url.includes('/plant/')).length).toBe(1);
    expect(toShared.filter((url) => url.includes('/system/'))).toEqual([]);
  });
});

async function plantOf(pair: Pair, fixedPages: boolean): Promise<Plant> {
  const [portA = 0, portB = 0, portBoth = 0] = await freePorts(3);
  const address = { A: `http://localhost:${portA}`, B: `http://localhost:${portB}` };
  const pageOf = ({ options }: Gateway) => (options.name === 'A' ? address.A : address.B);
  const shared = `http://testserver.localhost:${portBoth}`;
  const tag = fixedPages ? await scriptTag(pair, pageOf) : await scriptTag(pair, () => null, [shared]);
  const a = new WebServer(portA, plantPage(tag, pair.master));
  const b = new WebServer(portB, plantPage(tag, pair.backup));
  const targets = pair.gateways.map((gateway) => ({ gateway, page: pageOf(gateway) }));
  const both = new WebServer(portBoth, followRole(targets), 'testserver.localhost');
  const pages = (gateway: Gateway) => (gateway === pair.master ? a : b);
  return {
    ...{ a, b, both },
    kill: async (gateway) => {
      await Promise.all([gateway.kill(), pages(gateway).stop()]);
    },
    start: async (gateway) => {
      await Promise.all([gateway.start(), pages(gateway).start()]);
    },
  };
}

/** From its address such a page cannot tell whose it is: the first node that it hears running is its own. */
async function hasHeard(page: Page): Promise<void> {
  await expect.poll(() => heartbeats(page)).toBeGreaterThanOrEqual(4);
}

/** How often the page has asked, as the browser counts what it loaded. */
async function heartbeats(page: Page): Promise<number> {
  return page.evaluate<number>(
    `performance.getEntriesByType('resource').filter(({ name }) => name.includes('/system/heartbeat')).length`,
  );
}
