import type { Locator, Page } from '@playwright/test';
import { findings, scrollsSideways } from './support/axe-findings.ts';
import { ConsolePage } from './support/console.ts';
import { freePorts } from './support/free-ports.ts';
import { WebServer } from './support/foreign-page.ts';
import { networkAddress, Pair } from './support/pair.ts';
import { RoleProxy } from './support/role-proxy.ts';
import { expect, test } from './support/test.ts';

test('[N3] a right public address is found by this browser and by both gateways, before it is saved', async ({
  pair,
  page,
}) => {
  const cardOfA = await openSettings(pair, page, 'A · Master');
  await tryAddress(cardOfA, addressOf(pair.master));
  await expect(results(cardOfA)).toHaveText([/This browser\s*A answers/, /A\s*A answers/, /B\s*A answers/]);
  await expect(cardOfA).toContainText('From everywhere the address leads to A.');
  await expect(cardOfA.getByRole('button', { name: 'Save' })).toBeEnabled();
});

test('[N3] the result is legible for everybody, in both schemes, on a desk and in a hand', async ({ pair, page }) => {
  const cardOfA = await openSettings(pair, page, 'A · Master');
  await tryAddress(cardOfA, addressOf(pair.backup));
  await expect(cardOfA).toContainText('The address leads to B');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 400]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await findings(page), `${colorScheme} ${width}`).toEqual([]);
      expect(await scrollsSideways(page), `${colorScheme} ${width}`).toBe(false);
    }
  }
});

test('[N3] the other node’s address, localhost and nobody’s are told apart', async ({ pair, page, consoleWatch }) => {
  const cardOfA = await openSettings(pair, page, 'A · Master');
  await tryAddress(cardOfA, addressOf(pair.backup));
  await expect(results(cardOfA)).toHaveText([/This browser\s*B answers/, /A\s*B answers/, /B\s*B answers/]);
  await expect(cardOfA).toContainText('The address leads to B, but operators come here when B has failed.');

  await tryAddress(cardOfA, `localhost:${pair.master.options.httpPort}`);
  await expect(cardOfA).toContainText('Every computer means itself by this address');

  const [port = 0] = await freePorts(1);
  consoleWatch.expectDown(`http://${networkAddress()}:${port}`);
  await tryAddress(cardOfA, `${networkAddress()}:${port}`);
  await expect(results(cardOfA)).toHaveText([/Nothing answers, or the name is not known/, /Nothing/, /Nothing/]);
  await expect(cardOfA).toContainText('Nobody found A there.');
});

test('[N3] a gateway of another pair, and what is no gateway, are not taken for a node', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const stranger = await Pair.create();
  const [port = 0] = await freePorts(1);
  const other = new WebServer(port, (_request, response) => {
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('Welcome');
  });
  try {
    await Promise.all([stranger.master.start(), other.start()]);
    const cardOfA = await openSettings(pair, page, 'A · Master');
    await tryAddress(cardOfA, addressOf(stranger.master));
    const foreign = /A gateway answers that does not belong to this pair/;
    await expect(results(cardOfA)).toHaveText([foreign, foreign, foreign]);
    await tryAddress(cardOfA, `${networkAddress()}:${port}`);
    const unknown = /Something answers that is no gateway/;
    await expect(results(cardOfA)).toHaveText([unknown, unknown, unknown]);
    expect(consoleWatch.severe).toEqual([]);
  } finally {
    await Promise.all([stranger.stop(), other.stop()]);
  }
});

test.describe('behind a proxy with TLS that follows the active node', () => {
  test.use({ ignoreHTTPSErrors: true });

  test('[N3] one address for both is right as long as it follows, and an https page is told of http', async ({
    pair,
    page,
  }) => {
    const [port = 0] = await freePorts(1);
    const proxy = new RoleProxy(pair.gateways);
    await proxy.start(port);
    try {
      const cardOfB = await openSettings(pair, page, 'B · Backup');
      await tryAddress(cardOfB, `https://${networkAddress()}:${port}`);
      await expect(results(cardOfB)).toHaveText([/A answers, which is active now/, /A answers/, /A answers/]);
      await expect(cardOfB).toContainText('Right only if the address always leads to the active node');

      const secure = `https://localhost:${pair.master.options.httpsPort}`;
      const plain = addressOf(pair.master);
      const cardOfA = await openSettings(pair, page, 'A · Master', secure);
      await tryAddress(cardOfA, `http://${plain}`);
      await expect(results(cardOfA).first()).toContainText(
        'Browsers do not let a page that came with https ask an address with http',
      );
      await expect(cardOfA).toContainText('Operators who use https would come to a page without it');
    } finally {
      await proxy.stop();
    }
  });
});

function addressOf({ options }: Pair['master']): string {
  return `${networkAddress()}:${options.httpPort}`;
}

async function openSettings(pair: Pair, page: Page, heading: string, origin = pair.master.address): Promise<Locator> {
  const console = new ConsolePage(page);
  await page.goto(`${origin}/`);
  await console.signIn(pair);
  await page.goto(`${origin}/networking/node-settings`);
  const card = page.locator('us-node-settings-card').filter({ has: page.getByRole('heading', { name: heading }) });
  await expect(card).toBeVisible();
  return card;
}

async function tryAddress(card: Locator, address: string): Promise<void> {
  await card.getByLabel('Public Address').fill(address);
  await card.getByRole('button', { name: 'Test this address' }).click();
}

function results(card: Locator): Locator {
  return card.locator('tbody tr');
}
