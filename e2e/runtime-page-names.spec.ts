import { nodeSettingsView } from '#contract/node-settings';
import config from './playwright.config.ts';
import { freePorts } from './support/free-ports.ts';
import type { Gateway } from './support/gateway.ts';
import { OperatorPage, overview } from './support/operator-page.ts';
import { networkAddress } from './support/pair.ts';
import { RoleProxy } from './support/role-proxy.ts';
import { expect, test as base } from './support/test.ts';

// The two scenarios of the manual, with its names. Two gateways on one computer cannot both have port 8060: each keeps
// a port of its own, and what the page is sent to is the name with that port, as the gateways have found it out.

const computers = { master: 'pc-test-serverA', backup: 'pc-test-serverB' };
const shared = 'https://testserver.com:8066';
const [proxyPort = 0] = await freePorts(1);
const rules = [
  ...Object.values(computers).map((name) => `MAP ${name} ${networkAddress()}`),
  `MAP testserver.com:8066 ${networkAddress()}:${proxyPort}`,
];
const { args = [], ...launch } = config.use?.launchOptions ?? {};

const test = base.extend<{ front: RoleProxy }>({
  front: async ({ pair, consoleWatch }, use) => {
    const proxy = new RoleProxy(pair.gateways);
    await use(proxy);
    consoleWatch.stop();
    await proxy.stop();
  },
});

test.use({
  pairOptions: { flags: ['--sample-project'], computers },
  launchOptions: { ...launch, args: [...args, `--host-resolver-rules=${rules.join(',')}`] },
  ignoreHTTPSErrors: true,
});

test.beforeEach(({ pair, consoleWatch }) => {
  for (const { options } of pair.gateways) {
    for (const host of ['localhost', networkAddress(), ...Object.values(computers)]) {
      consoleWatch.expectDown(`http://${host}:${options.httpPort}`);
      consoleWatch.expectDown(`https://${host}:${options.httpsPort}`);
    }
  }
});

test('[P2] scenario 1: without a public address the page goes to the name that the other server has', async ({
  pair,
  page,
}) => {
  const operator = new OperatorPage(page);
  await operator.open(named(computers.master, pair.master), pair);
  await pair.master.kill();
  await operator.isLiveFrom('B');
  expect(page.url()).toBe(named(computers.backup, pair.backup).toLowerCase() + overview);
  await expect(operator.notice).toContainText('Moved from A to B');
  await pair.master.start();
  await expect(operator.notice).toContainText('Moved from B to A', { timeout: 30_000 });
  await operator.isLiveFrom('A');
  expect(page.url()).toBe(named(computers.master, pair.master).toLowerCase() + overview);
});

test('[P2] scenario 2: with a public address the page goes there, stays there, and shows who does the work', async ({
  pair,
  page,
  front,
  consoleWatch,
}) => {
  await front.start(proxyPort);
  consoleWatch.expectDown(shared);
  const operator = new OperatorPage(page);
  await operator.open(named(computers.master, pair.master), pair);
  // Set while the page is open: it counts without loading the page again.
  for (const gateway of pair.gateways) await setPublicAddress(gateway, shared);
  await operator.field('Shift/Note').fill('Pump 2 is noisy');
  await pair.master.kill();
  await expect(page).toHaveURL(shared + overview);
  await operator.isLiveFrom('B');
  await expect(operator.field('Shift/Note')).toHaveValue('Pump 2 is noisy');
  await pair.master.start();
  await expect(operator.notice).toContainText('A took over from B', { timeout: 30_000 });
  await operator.isLiveFrom('A');
  expect(page.url()).toBe(shared + overview);
  await operator.tag('Shift/Note').getByRole('button', { name: 'Write' }).click();
  await expect(operator.tag('Shift/Note').locator('.value')).toHaveText('Pump 2 is noisy');
});

function named(name: string, { options }: Gateway): string {
  return `http://${name}:${options.httpPort}`;
}

async function setPublicAddress(gateway: Gateway, publicAddress: string): Promise<void> {
  const path = '/data/api/v1/networking/node-settings';
  const response = await gateway.api(path);
  const { saved } = nodeSettingsView.parse(await response.json());
  const headers = { 'Content-Type': 'application/json', 'If-Match': response.headers.get('etag') ?? '' };
  const body = JSON.stringify({ ...saved, publicAddress });
  const answer = await gateway.api(path, { method: 'PUT', headers, body });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
}
