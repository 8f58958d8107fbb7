import type { Page } from '@playwright/test';
import { hostname } from 'node:os';
import { OperatorPage, overview } from './support/operator-page.ts';
import { networkAddress } from './support/pair.ts';
import { expect, test } from './support/test.ts';

test.use({ pairOptions: { flags: ['--sample-project'] } });

test("[P2] the form to sign in in place of an operator's page goes where the work is done, with the name", async ({
  pair,
  page,
  consoleWatch,
}) => {
  for (const { options } of pair.gateways)
    for (const host of ['localhost', '127.0.0.1', hostname(), networkAddress()])
      consoleWatch.expectDown(`http://${host}:${options.httpPort}`);
  const operator = new OperatorPage(page);
  const told = page.waitForResponse((response) => response.url().includes('/runtime/nodes?'));
  await operator.open(pair.master.address, pair);
  await (await told).finished();

  // The display is switched on again, long after.
  await page.context().clearCookies();
  consoleWatch.expectRefusal(`${pair.master.address}/data/api/v1/session`, 401);
  const asked = page.waitForResponse((response) => response.url().includes('/system/heartbeat?page='));
  await page.goto('about:blank');
  await page.goto(pair.master.address + overview);
  await page.getByLabel('Name').fill(pair.userName);
  await page.getByLabel('Password').fill('half of the pass');
  await asked;
  await pair.master.kill();

  await expect(operator.notice).toContainText('moved here from the other gateway');
  expect(placeOf(page)).toBe(`${pair.backup.options.httpPort}${overview}`);
  await expect(page.getByLabel('Name')).toHaveValue(pair.userName);
  await expect(page.getByLabel('Password')).toHaveValue('');
  await expect(page.getByLabel('Password')).toBeFocused();
  await page.getByLabel('Password').fill(pair.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await operator.isLiveFrom('B');
  await expect(operator.notice).toContainText(/Moved from A to B at \d\d:\d\d:\d\d: A does not answer\./);
  expect(placeOf(page)).toBe(`${pair.backup.options.httpPort}${overview}`);
});

/** Where the page is, at whichever name of the computer. */
function placeOf(page: Page): string {
  const { port, pathname, search, hash } = new URL(page.url());
  return port + pathname + search + hash;
}
