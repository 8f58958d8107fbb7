import { hostname } from 'node:os';
import { maintenanceResult } from '#contract/gwaction';
import { redundancyConfig } from '#contract/redundancy-config';
import { redundancyEvents } from '#contract/redundancy-events';
import type { Locator } from '@playwright/test';
import type { ConsoleWatch } from './support/console-watch.ts';
import { ConsolePage } from './support/console.ts';
import type { Gateway } from './support/gateway.ts';
import type { Pair } from './support/pair.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

const base = '/data/api/v1/redundancy';

test.describe('maintenance', () => {
  test('[S4] keeps the Backup from taking over, the page says until when, and ends by hand', async ({
    pair,
    page,
    consoleWatch,
  }) => {
    mayBeDown(pair.master, consoleWatch);
    await useQuickPings(pair);
    const console = await signedIn(page, pair, pair.master);
    const dialog = await press(console, 'Begin maintenance');
    await expect(dialog).toContainText('If A fails, nobody is active until it ends or a person acts.');
    await dialog.getByLabel('For').selectOption({ label: '4 hours' });
    await dialog.getByLabel('Reason').fill('Replacing a disk of A');
    await confirm(dialog, 'Begin maintenance');
    await expect(outcome(console)).toContainText(
      /Maintenance is on until .*: A and B have confirmed it\. It took \d+ ms\./,
    );
    await expect(console.verdict).toContainText(/Maintenance until \d\d:\d\d/);
    await pair.master.kill();
    await missesMaster(pair.backup);
    expect(await pair.backup.isActive()).toBe(false);
    await expect(console.verdict).toContainText(
      /Nobody is active: maintenance until \d\d:\d\d.* keeps B from taking over/,
    );
    await confirm(await press(console, 'End maintenance'), 'End maintenance');
    await expect(outcome(console)).toContainText('The maintenance was ended');
    await until('B takes over', () => pair.backup.isActive());
    await expect(console.verdict).toContainText('Running alone');
  });

  test('[S4] is remembered by a Backup that starts again, and ended by a script', async ({ pair }) => {
    await useQuickPings(pair);
    await begin(pair.master, 600_000);
    await pair.master.kill();
    await pair.backup.kill();
    await pair.backup.start();
    await waits(pair.backup);
    expect((await pair.backup.api(`${base}/maintenance`, { method: 'DELETE' })).status).toBe(204);
    await until('B takes over', () => pair.backup.isActive());
    await pair.master.start();
    await pair.protected(pair.master);
    expect((await pair.master.status())?.understudy?.maintenance).toBeUndefined();
  });

  test('[S4] ends by itself, and then the Backup takes over', async ({ pair }) => {
    await useQuickPings(pair);
    const untilAt = await begin(pair.master, 8000);
    await pair.master.kill();
    await missesMaster(pair.backup);
    expect(await pair.backup.isActive()).toBe(false);
    await until('B takes over', () => pair.backup.isActive());
    expect(Date.now()).toBeGreaterThanOrEqual(untilAt);
  });

  test('[S4] is not begun without the standby', async ({ pair }) => {
    await pair.backup.kill();
    await until('A runs alone', async () => (await pair.master.status())?.peerConnected === false);
    const answer = await put(pair.master, 600_000);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ refusals: ['peerNotConnected'] });
    expect((await pair.master.status())?.understudy?.maintenance).toBeUndefined();
  });
});

test('[S4] a lone Backup in maintenance is activated by force by who types its name', async ({
  pair,
  page,
  consoleWatch,
}) => {
  mayBeDown(pair.master, consoleWatch);
  await useQuickPings(pair);
  await begin(pair.master, 600_000);
  await pair.master.kill();
  const console = await signedIn(page, pair, pair.backup);
  await missesMaster(pair.backup);
  const dialog = await press(console, 'Activate B now');
  await expect(dialog).toContainText(/A may still be running: nobody answered B for \d+ s\./);
  const button = dialog.getByRole('button', { name: 'Activate B now' });
  await dialog.getByLabel('Type B to confirm').fill('b');
  await expect(button).toBeDisabled();
  await dialog.getByLabel('Type B to confirm').fill('B');
  await button.click();
  await expect(outcome(console)).toContainText(/B was made active by force at .*, under epoch \d+\. It took/);
  expect(await pair.backup.isActive()).toBe(true);
  const { items } = redundancyEvents.parse(await (await pair.backup.api(`${base}/events`)).json());
  expect(items.map(({ reason }) => reason).join('\n')).toContain(`by force (${pair.userName})`);
  await pair.master.start();
  await pair.protected(pair.backup);
});

test('[S4] a forced re-sync says what it does, and afterwards how long it took', async ({ pair, page }) => {
  const console = await signedIn(page, pair, pair.master);
  const dialog = await press(console, 'Force re-sync B from A');
  await expect(dialog).toContainText('The configuration of B is replaced by that of A, whole');
  await expect(dialog).toContainText('the pair is not protected');
  await confirm(dialog, 'Force re-sync B from A');
  await expect(outcome(console)).toContainText(/B took the whole configuration from A at .*\. It took/);
  await pair.protected(pair.master);
});

test('[S4] take-back that was suspended after flapping stays so when both start again, and is resumed from the page', async ({
  pair,
  page,
  consoleWatch,
}) => {
  for (const gateway of pair.gateways) mayBeDown(gateway, consoleWatch);
  test.slow();
  await useQuickPings(pair);
  const console = await signedIn(page, pair, pair.backup);
  await expect(action(console, 'Resume automatic take-back')).toBeDisabled();
  await killAndTakeOver(pair);
  await pair.master.start();
  await pair.protected(pair.master);
  await killAndTakeOver(pair);
  await pair.master.start();
  await pair.protected(pair.backup);
  const takeBack = async () => (await pair.master.status())?.understudy?.takeBack;
  await until('take-back is suspended', async () => (await takeBack()) === 'suspended');
  await Promise.all([pair.master.kill(), pair.backup.kill()]);
  await pair.backup.start();
  await until('B works alone', () => pair.backup.isActive());
  await pair.master.start();
  await pair.protected(pair.backup);
  expect(await takeBack()).toBe('suspended');
  await confirm(await press(console, 'Resume automatic take-back'), 'Resume automatic take-back');
  await expect(outcome(console)).toContainText('Automatic take-back was resumed');
  await pair.protected(pair.master);
});

/** The page asks at every address that it knows, the longer nobody answers. */
function mayBeDown({ address }: Gateway, watch: ConsoleWatch): void {
  for (const host of ['localhost', '127.0.0.1', '[::1]', hostname()]) {
    watch.expectDown(address.replace('localhost', host));
  }
}

async function killAndTakeOver({ master, backup }: Pair): Promise<void> {
  await master.kill();
  await until('B takes over', () => backup.isActive());
}

async function signedIn(page: ConsolePage['page'], pair: Pair, gateway: Gateway): Promise<ConsolePage> {
  const console = new ConsolePage(page);
  await console.open(gateway);
  await console.signIn(pair);
  return console;
}

function action({ page }: ConsolePage, label: string): Locator {
  return page.getByRole('region', { name: 'Actions' }).getByRole('button', { name: `${label} …` });
}

async function press(console: ConsolePage, label: string): Promise<Locator> {
  await action(console, label).click();
  return console.page.getByRole('dialog');
}

async function confirm(dialog: Locator, label: string): Promise<void> {
  await dialog.getByRole('button', { name: label }).click();
}

function outcome({ page }: ConsolePage): Locator {
  return page.getByRole('region', { name: 'Actions' });
}

function put(gateway: Gateway, forMs: number): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ forMs, reason: 'Update' });
  return gateway.api(`${base}/maintenance`, { method: 'PUT', headers, body });
}

async function begin(gateway: Gateway, forMs: number): Promise<number> {
  const answer = await put(gateway, forMs);
  expect(answer.status).toBe(200);
  return maintenanceResult.parse(await answer.json()).untilAt;
}

/** Long after it would have taken over, and it says that it is still in maintenance. */
async function missesMaster(gateway: Gateway): Promise<void> {
  await until('it misses the Master for two budgets', async () => {
    const { clock, peer, budget } = (await gateway.status())?.understudy ?? {};
    if (clock === undefined || budget === undefined || peer?.lostAt == null) return false;
    return clock.at - peer.lostAt > 2 * budget.budgetMs;
  });
}

/** After a start it has waited for the Master, and goes on waiting. */
async function waits(gateway: Gateway): Promise<void> {
  await until('it has waited for longer than at a usual start', async () => {
    const status = await gateway.status();
    return status !== null && status.uptime > 8000 && status.understudy?.timers.length === 0;
  });
  const { activityLevel, understudy } = (await gateway.status()) ?? {};
  expect([activityLevel, understudy?.maintenance?.reason]).toEqual(['Undecided', 'Update']);
}

/** A budget of two seconds, set on the Backup, whose settings count. */
async function useQuickPings({ backup, gateways }: Pair): Promise<void> {
  const settings = redundancyConfig.parse(await (await backup.api(`${base}/config`)).json());
  const gatewayNetworkSetup = { ...settings.gatewayNetworkSetup, pingRate: 500, pingMaxMissed: 4 };
  const body = JSON.stringify({ ...settings, gatewayNetworkSetup });
  const headers = { 'Content-Type': 'application/json' };
  expect((await backup.api(`${base}/config`, { method: 'PUT', headers, body })).status).toBe(200);
  await until('both use the new budget', async () => {
    const statuses = await Promise.all(gateways.map((gateway) => gateway.status()));
    return statuses.every((status) => status?.understudy?.budget.budgetMs === 2000);
  });
}
