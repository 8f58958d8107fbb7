import { readFileSync } from 'node:fs';
import type { Gateway } from './support/gateway.ts';
import { ConsolePage } from './support/console.ts';
import { changeLink } from './support/link-setup.ts';
import { providerOf, saveTag } from './support/resources.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

test.use({ pairOptions: { editable: true } });

const waves = readFileSync(new URL('../gateway/runtime/modules/sample/waves.mjs', import.meta.url), 'utf8');

test('[G2] the Backup dials the TLS port; a plain link only where the Master takes it, without users and modules', async ({
  pair,
}) => {
  const { master, backup } = pair;
  expect((await backup.status())?.understudy?.peer?.address).toBe(`localhost:${master.options.httpsPort}`);
  const pulled = (await providerOf(backup, 'security')).lastPullAt;
  expect(pulled).not.toBeNull();

  await changeLink(backup, { port: master.options.httpPort, enableSsl: false });
  await until('the Master refuses', async () => (await lastError(backup))?.includes('TLS only') === true);
  expect((await master.status())?.peerConnected).toBe(false);

  await changeLink(master, { enableSsl: false });
  await until('a plain link', async () => (await backup.status())?.peerConnected === true);
  expect((await backup.status())?.understudy?.peer?.address).toBe(`localhost:${master.options.httpPort}`);
  await until('both hold the same', async () => (await backup.status())?.projectState === 'Good');
  expect(await saveTag(master, 'Level', 'over a plain link')).toMatchObject({ replicated: true });

  const headers = { 'Content-Type': 'text/javascript' };
  expect((await master.api('/data/api/v1/modules', { method: 'POST', headers, body: waves })).status).toBe(200);
  for (const gateway of pair.gateways) {
    const stateOf = async () => (await gateway.status())?.projectState === 'Incompatible (Modules)';
    await until(`${gateway.options.name} says that a module is lacking`, stateOf);
  }
});

test('[G2] the status page says that users do not go over a plain link, until it is encrypted again', async ({
  pair,
  page,
}) => {
  const { master, backup } = pair;
  const console = new ConsolePage(page);
  await console.open(master);
  await console.signIn(pair);
  await expect(console.verdict).toContainText('A is active, B can take over');
  await expect(console.verdict).not.toContainText('users');

  await changeLink(master, { enableSsl: false });
  await changeLink(backup, { port: master.options.httpPort, enableSsl: false });
  await expect(console.verdict).toContainText('Protected');
  await expect(console.verdict).toContainText('users and passwords are not replicated');
  await expect(page.getByRole('region', { name: 'Link' })).toContainText('not encrypted');
  for (const gateway of pair.gateways) {
    expect((await gateway.status())?.understudy?.peer?.confidential).toBe(false);
  }
  expect((await providerOf(backup, 'security')).fullSyncNeeded).toBe(true);
  const rows = page.getByRole('row', { name: 'Security' });
  await page.getByRole('heading', { name: 'Providers', exact: true }).scrollIntoViewIfNeeded();
  await expect(rows).toContainText(['not sent over this link', 'not sent over this link']);

  await changeLink(backup, { port: master.options.httpsPort, enableSsl: true });
  await expect(console.verdict).toContainText('Nothing to do.');
  expect((await providerOf(backup, 'security')).fullSyncNeeded).toBe(false);
  await expect(rows).not.toContainText(['not sent', 'not sent']);
});

async function lastError(gateway: Gateway): Promise<string | null> {
  return (await gateway.status())?.understudy?.peer?.lastError ?? null;
}
