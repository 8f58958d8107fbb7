import { hostname } from 'node:os';
import type { Page } from '@playwright/test';
import { redundancyConfig } from '#contract/redundancy-config';
import { findings, scrollsSideways } from './support/axe-findings.ts';
import type { ConsoleWatch } from './support/console-watch.ts';
import type { Gateway } from './support/gateway.ts';
import { OperatorPage, overview } from './support/operator-page.ts';
import type { Pair } from './support/pair.ts';
import { alarmNamed, readPlantTag, writePlantTag } from './support/plant.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

test.use({ pairOptions: { flags: ['--sample-project'] } });

test('[P1] a page shows values with unit, quality and age, a trend, and what is switched and written', async ({
  pair,
  page,
}) => {
  const operator = new OperatorPage(page);
  await operator.open(pair.master.address, pair);
  await expect(page).toHaveURL(pair.master.address + overview);
  await expect(page).toHaveTitle('Overview · Water works');
  await expect(operator.tag('Tank 1/Level')).toContainText(/%\s*Good · just now/);
  await expect(page.getByRole('img', { name: 'Tank 1/Level, %' }).locator('path.line')).toHaveCount(1);

  await operator.tag('Tank 1/Automatic').getByRole('switch').click();
  await expect(operator.tag('Tank 1/Automatic')).toContainText('Off');
  await operator.write('Recipe/Setpoint', '61,5');
  await expect(operator.tag('Recipe/Setpoint')).toContainText(/61\.5\s*%\s*Good · just now/);
  await expect(operator.tag('Recipe/Setpoint')).toContainText('Done');
  expect((await readPlantTag(pair.backup, 'Recipe/Setpoint')).value).toBe(61.5);
  await operator.write('Recipe/Setpoint', 'much');
  await expect(operator.tag('Recipe/Setpoint')).toContainText('A number is needed');
  await expect(operator.field('Recipe/Setpoint')).toHaveValue('much');

  await page.getByRole('link', { name: 'All pages' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Logs' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Pages' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Gateway' }).click();
  await expect(operator.tag('Gateway/Processor')).toContainText('%');
});

test('[P3] after kill -9 the page shows live values of the other node, with everything that was typed', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const operator = await opened(pair, page, consoleWatch);
  await emptyTank(pair.master);
  await operator.alarm('Tank 1 low').getByLabel('Comment on Tank 1 low').fill('the pump is off');
  await operator.alarm('Tank 1 low').getByRole('button', { name: 'Acknowledge' }).click();
  await expect(operator.alarm('Tank 1 low')).toContainText('acknowledged by admin: the pump is off');
  await operator.field('Recipe/Setpoint').fill('47');
  await operator.field('Shift/Note').fill('Pump 2 is noisy');

  await pair.master.kill();
  await expect(operator.notice).toContainText(/Moved from A to B at \d\d:\d\d:\d\d: A does not answer\./);
  expect(placeOf(page)).toBe(overview);
  expect(new URL(page.url()).port).toBe(`${pair.backup.options.httpPort}`);
  await operator.isLiveFrom('B');
  await expect(operator.alarm('Tank 1 low')).toContainText('acknowledged by admin: the pump is off');
  await expect(operator.field('Recipe/Setpoint')).toHaveValue('47');
  await expect(operator.field('Shift/Note')).toHaveValue('Pump 2 is noisy');
  expect((await readPlantTag(pair.backup, 'Recipe/Setpoint')).value).toBeNull();
  await operator.tag('Recipe/Setpoint').getByRole('button', { name: 'Write' }).click();
  await expect(operator.tag('Recipe/Setpoint')).toContainText('Done on B only');
  await operator.notice.getByRole('button', { name: 'Close' }).click();
  await expect(operator.notice).toHaveCount(0);
  // Signed in there by a cookie of its own: nothing was only carried along.
  await page.reload();
  await operator.isLiveFrom('B');
});

test('[P3] who types while the page moves loses no letter, and goes on in the same place', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const operator = await opened(pair, page, consoleWatch);
  const words = Array.from({ length: 24 }, (_each, at) => `word${at}`).join(' ');
  await operator.field('Shift/Note').click();
  const typed = page.keyboard.type(words, { delay: 40 });
  await expect.poll(() => operator.field('Shift/Note').inputValue()).toContain('word2');
  await pair.master.kill();
  await typed;
  await operator.isLiveFrom('B');
  await expect(operator.field('Shift/Note')).toHaveValue(words);
  await expect(operator.field('Shift/Note')).toBeFocused();
  await page.keyboard.type('!');
  await expect(operator.field('Shift/Note')).toHaveValue(`${words}!`);
});

test('[P3] a write that nobody answered is said to be not done, and is not done; one that was answered is there', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const operator = await opened(pair, page, consoleWatch);
  await operator.write('Shift/Note', 'answered');
  await expect(operator.tag('Shift/Note')).toContainText('Done');
  pair.master.pause();
  await operator.write('Recipe/Setpoint', '99');
  await expect(operator.notice).toContainText('Moved from A to B', { timeout: 40_000 });
  await expect(operator.tag('Recipe/Setpoint')).toContainText('Not done:');
  await expect(operator.field('Recipe/Setpoint')).toHaveValue('99');
  await expect(operator.tag('Shift/Note').locator('.value')).toHaveText('answered');
  pair.master.resume();
  await pair.protected(pair.master);
  await expect(operator.notice).toContainText('Moved from B to A', { timeout: 30_000 });
  await expect(operator.field('Recipe/Setpoint')).toHaveValue('99');
  expect((await readPlantTag(pair.master, 'Recipe/Setpoint')).value).toBeNull();
});

test('[P3] a node that stood still, though not for long enough to lose the work, does not do what its page gave up', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const operator = await opened(pair, page, consoleWatch);
  pair.master.pause();
  await operator.write('Recipe/Setpoint', '99');
  await expect(operator.tag('Recipe/Setpoint')).toContainText('Not done: A did not answer in time');
  pair.master.resume();
  await operator.isLiveFrom('A');
  expect((await readPlantTag(pair.master, 'Recipe/Setpoint')).value).toBeNull();
  await expect(operator.tag('Recipe/Setpoint')).toContainText('Not done');
  await operator.tag('Recipe/Setpoint').getByRole('button', { name: 'Write' }).click();
  await expect(operator.tag('Recipe/Setpoint')).toContainText('Done');
  expect((await readPlantTag(pair.master, 'Recipe/Setpoint')).value).toBe(99);
});

test('[P4] the page returns when the Master takes back by itself', async ({ pair, page, consoleWatch }) => {
  const operator = await opened(pair, page, consoleWatch);
  await pair.master.kill();
  await operator.isLiveFrom('B');
  await pair.master.start();
  await expect(operator.notice).toContainText(/Moved from B to A at .*: B stands by\./, { timeout: 30_000 });
  await operator.isLiveFrom('A');
  expect(placeOf(page)).toBe(overview);
});

test('[P4] with Manual the page stays until a person hands back', async ({ pair, page, consoleWatch }) => {
  for (const gateway of pair.gateways) await setManual(gateway);
  const operator = await opened(pair, page, consoleWatch);
  await pair.master.kill();
  await operator.isLiveFrom('B');
  await pair.master.start();
  await pair.protected(pair.backup);
  await operator.isLiveFrom('B');
  await expect(operator.notice).toContainText('Moved from A to B');
  expect((await pair.backup.api('/data/api/v1/redundancy/gwaction/failover', { method: 'POST' })).ok).toBe(true);
  await expect(operator.notice).toContainText('Moved from B to A', { timeout: 30_000 });
  await operator.isLiveFrom('A');
});

test('[P1] when both are gone the values stay, grey, with their age; they are live again when a node is', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const operator = await opened(pair, page, consoleWatch);
  await pair.backup.kill();
  await pair.master.kill();
  await expect(operator.strip).toContainText(/A does not answer this browser\. As of \d+ s ago/);
  await expect(operator.strip).toContainText('B is not reached either.');
  await expect(operator.tag('Tank 1/Level')).toContainText(/Last heard · \d+ s ago/);
  expect(await operator.level()).toMatch(/\d/);
  await pair.master.start();
  await operator.isLiveFrom('A');
  await expect(operator.notice).toHaveCount(0);
});

test('[P1] everybody can read and use a page: light, dark, on a phone, with an alarm and without a node', async ({
  pair,
  page,
  consoleWatch,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const operator = await opened(pair, page, consoleWatch);
  await writePlantTag(pair.master, 'Shift/Note', 'Pump 2 is noisy, and has been for the whole of the last shift');
  await emptyTank(pair.master);
  await expect(operator.alarm('Tank 1 low')).toBeVisible();
  await isForEverybody(page);
  await pair.backup.kill();
  await pair.master.kill();
  await expect(operator.strip).toContainText('does not answer');
  await isForEverybody(page);
});

async function isForEverybody(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 400]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      expect(await findings(page), `${colorScheme} ${width}`).toEqual([]);
      expect(await scrollsSideways(page), `scrolls sideways at ${width}`).toBe(false);
    }
  }
}

async function opened(pair: Pair, page: Page, consoleWatch: ConsoleWatch): Promise<OperatorPage> {
  for (const { options } of pair.gateways) {
    for (const host of ['localhost', '127.0.0.1', '[::1]', hostname()])
      consoleWatch.expectDown(`http://${host}:${options.httpPort}`);
  }
  const operator = new OperatorPage(page);
  await operator.open(pair.master.address, pair);
  return operator;
}

async function emptyTank(gateway: Gateway): Promise<void> {
  await writePlantTag(gateway, 'Tank 1/Automatic', false);
  await writePlantTag(gateway, 'Tank 1/Pump', false);
  await until('the tank is nearly empty', async () => (await alarmNamed(gateway, 'Tank 1 low')).active);
}

function placeOf(page: Page): string {
  const { pathname, search, hash } = new URL(page.url());
  return pathname + search + hash;
}

async function setManual(gateway: Gateway): Promise<void> {
  const path = '/data/api/v1/redundancy/config';
  const response = await gateway.api(path);
  const config = redundancyConfig.parse(await response.json());
  const headers = { 'Content-Type': 'application/json', 'If-Match': response.headers.get('etag') ?? '' };
  const body = JSON.stringify({ ...config, masterRecoveryMode: 'Manual' });
  const answer = await gateway.api(path, { method: 'PUT', headers, body });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
}
