import config from './playwright.config.ts';
import { freePorts } from './support/free-ports.ts';
import { plantAddresses, plantPorts } from './support/network.ts';
import { OperatorPage, overview } from './support/operator-page.ts';
import { setPublicAddress } from './support/public-address.ts';
import { RoleProxy } from './support/role-proxy.ts';
import { expect, test as base } from './support/test.ts';

// The two scenarios of the manual, with its names and ports: each gateway listens on port 8060 of its own network, and
// the browser reaches it there by its name. Where the page is sent to the gateways have found out.

const computers = { master: 'pc-test-serverA', backup: 'pc-test-serverB' };
const shared = 'https://testserver.com:8066';
const [proxyPort = 0, ...ports] = await freePorts(5);
const doors = { master: ports.slice(0, 2), backup: ports.slice(2) };
const hosts = (['master', 'backup'] as const).flatMap((which) =>
  [computers[which], plantAddresses[which]].flatMap((host) =>
    plantPorts.map((port, at) => ({ place: `${host}:${port}`, door: doors[which][at] })),
  ),
);
const rules = [
  ...hosts.map(({ place, door }) => `MAP ${place} 127.0.0.1:${door}`),
  `MAP testserver.com:8066 127.0.0.1:${proxyPort}`,
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
  pairOptions: { flags: ['--sample-project'], computers, doors },
  launchOptions: { ...launch, args: [...args, `--host-resolver-rules=${rules.join(',')}`] },
  ignoreHTTPSErrors: true,
});

test.beforeEach(({ consoleWatch }) => {
  for (const { place } of hosts)
    for (const scheme of ['http', 'https']) consoleWatch.expectDown(`${scheme}://${place}`);
});

test('[P2] scenario 1: without a public address the page goes to the name that the other server has', async ({
  pair,
  page,
}) => {
  const operator = new OperatorPage(page);
  await operator.open(urlOf(computers.master), pair);
  await pair.master.kill();
  await operator.isLiveFrom('B');
  expect(page.url()).toBe(urlOf(computers.backup).toLowerCase() + overview);
  await expect(operator.notice).toContainText('Moved from A to B');
  await pair.master.start();
  await expect(operator.notice).toContainText('Moved from B to A', { timeout: 30_000 });
  await operator.isLiveFrom('A');
  expect(page.url()).toBe(urlOf(computers.master).toLowerCase() + overview);
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
  await operator.open(urlOf(computers.master), pair);
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

function urlOf(computer: string): string {
  return `http://${computer}:8060`;
}
