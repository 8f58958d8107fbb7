import type { Locator, Page } from '@playwright/test';
import { nodeSettingsView } from '#contract/node-settings';
import { redundancyConfig, type RedundancyConfig } from '#contract/redundancy-config';
import { ConsolePage } from './support/console.ts';
import type { Gateway } from './support/gateway.ts';
import type { Pair } from './support/pair.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

const path = '/data/api/v1/redundancy/config';

test('[N5] a ping rate set on the Backup is used by both, on screen and after a restart', async ({ pair, page }) => {
  const backup = await openSettings(pair, page);
  await expect(card(page, 'A · Master')).toContainText('decided on B: 1 s');
  await backup.getByLabel('Ping Rate').fill('500');
  await expect(backup).toContainText('5 s (10 pings, one every 500 ms)');
  await expect(backup).toContainText('at once here, and on A as soon as it has confirmed it');
  await backup.getByRole('button', { name: 'Save' }).click();
  await expect(backup.getByRole('status')).toContainText('Saved at');
  await expect(card(page, 'A · Master')).toContainText('decided on B: 500 ms');
  for (const gateway of pair.gateways) await until('both wait 5 s', () => usesBudget(gateway, 5000));

  await page.goto('about:blank');
  await pair.backup.terminate();
  await pair.backup.start();
  await pair.protected(pair.master);
  for (const gateway of pair.gateways) await until('both wait 5 s', () => usesBudget(gateway, 5000));
  expect((await configOf(pair.backup)).gatewayNetworkSetup.pingRate).toBe(500);
});

test('[N5] a save refused by the gateway stands at its field, and another author’s save is not overwritten', async ({
  pair,
  page,
  consoleWatch,
}) => {
  const backup = await openSettings(pair, page);
  await backup.getByLabel('Max Missed Pings').fill('3');
  await expect(backup).toContainText('At least 4: the time-out must span four pings');
  await expect(backup.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
  await expect(backup.getByLabel('Master Node Address')).toBeDisabled();
  await expect(backup).toContainText('Set by --master.');

  await backup.getByLabel('Max Missed Pings').fill('20');
  const theirs = await configOf(pair.backup);
  consoleWatch.expectRefusal(pair.backup.address + path, 412);
  await putConfig(pair.backup, { ...theirs, gatewayNetworkSetup: { ...theirs.gatewayNetworkSetup, pingTimeout: 400 } });
  await backup.getByRole('button', { name: 'Save' }).click();
  await expect(backup.getByRole('alert')).toContainText('somebody else changed these settings');
  expect((await configOf(pair.backup)).gatewayNetworkSetup.pingMaxMissed).toBe(10);
  await backup.getByRole('button', { name: 'Load theirs, keep what I typed' }).click();
  await expect(backup.getByRole('status')).toContainText('Ping Timeout: 300 ms → 400 ms');
  await expect(backup.getByLabel('Max Missed Pings')).toHaveValue('20');
  await backup.getByRole('button', { name: 'Save' }).click();
  await expect(backup.getByRole('status')).toContainText('Saved at');
  const { pingMaxMissed, pingTimeout } = (await configOf(pair.backup)).gatewayNetworkSetup;
  expect({ pingMaxMissed, pingTimeout }).toEqual({ pingMaxMissed: 20, pingTimeout: 400 });
});

test.describe('where no flag pins the mode', () => {
  test.use({ pairOptions: { editable: true } });

  test('[N5] another port of the Master drops the link, as the page said, and the link comes back', async ({
    pair,
    page,
  }) => {
    const backup = await openSettings(pair, page);
    const port = Number(await backup.getByLabel('Port', { exact: true }).inputValue());
    const wrong = String(pair.master.options.httpPort);
    await backup.getByLabel('Port', { exact: true }).fill(wrong);
    await expect(backup).toContainText(`Port: ${port} → ${wrong}: B connects anew.`);
    await expect(backup).toContainText('This drops the link between B and A.');
    await expect(backup).toContainText('A stays active.');
    await expect(backup).toContainText('If B does not reach A within 10 s, B becomes active as well.');
    await backup.getByRole('button', { name: 'Save' }).click();
    await expect(backup.getByRole('status')).toContainText('Saved at');
    await until('the link is down', async () => (await pair.backup.status())?.peerConnected === false);
    expect(await pair.master.isActive()).toBe(true);
    await backup.getByLabel('Port', { exact: true }).fill(String(port));
    await backup.getByRole('button', { name: 'Save' }).click();
    await pair.protected(pair.master);
  });

  test('[N5] a Backup becomes independent only once a person has read that both will work', async ({ pair, page }) => {
    const backup = await openSettings(pair, page);
    await backup.getByRole('combobox', { name: 'Mode', exact: true }).selectOption('Independent');
    await backup.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('This drops the link between B and A.');
    await expect(dialog).toContainText('B and A both work, each on its own');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
    expect((await configOf(pair.backup)).role).toBe('Backup');
    await backup.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('button', { name: 'Make it Independent' }).click();
    await expect(card(page, 'B · Independent')).toContainText('Saved at');
    await until('both work', async () => (await pair.master.isActive()) && (await pair.backup.isActive()));

    const alone = card(page, 'B · Independent');
    await alone.getByRole('combobox', { name: 'Mode', exact: true }).selectOption('Backup');
    await alone.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make it Backup' }).click();
    await pair.protected(pair.master);
  });
});

test('[N4] the other node’s settings stand beside these, and are saved there', async ({ pair, page }) => {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  await console.open(pair.master, '/networking/node-settings');
  const cards = page.locator('us-node-settings-card');
  await expect(cards).toHaveCount(2);
  const backup = cards.filter({ has: page.getByRole('heading', { name: 'B · Backup' }) });
  await expect(backup.getByLabel('HTTP Port')).toHaveValue(String(pair.backup.options.httpPort));
  await backup.getByLabel('Public Address').fill('b.company.com:8080');
  await expect(backup).toContainText('If A fails, operators on it are sent to b.company.com:8080');
  await backup.getByRole('button', { name: 'Save' }).click();
  await expect(backup.getByRole('status')).toContainText('Saved at');
  const saved = await (await pair.backup.api('/data/api/v1/networking/node-settings')).json();
  expect(nodeSettingsView.parse(saved).saved.publicAddress).toBe('b.company.com:8080');
});

async function openSettings(pair: Pair, page: Page): Promise<Locator> {
  const console = new ConsolePage(page);
  await console.open(pair.master);
  await console.signIn(pair);
  await expect(console.verdict).toContainText('Protected');
  await console.open(pair.master, '/networking/redundancy');
  const backup = card(page, 'B · Backup');
  await expect(backup).toBeVisible();
  return backup;
}

function card(page: Page, heading: string): Locator {
  return page.locator('us-redundancy-settings-card').filter({ has: page.getByRole('heading', { name: heading }) });
}

async function configOf(gateway: Gateway): Promise<RedundancyConfig> {
  return redundancyConfig.parse(await (await gateway.api(path)).json());
}

async function putConfig(gateway: Gateway, config: RedundancyConfig): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await gateway.api(path, { method: 'PUT', headers, body: JSON.stringify(config) });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
}

async function usesBudget(gateway: Gateway, budgetMs: number): Promise<boolean> {
  return (await gateway.status())?.understudy?.budget.budgetMs === budgetMs;
}
