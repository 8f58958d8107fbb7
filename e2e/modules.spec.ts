import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installedModules, type InstalledModule } from '#contract/modules';
import type { Gateway } from './support/gateway.ts';
import { readPlantTag } from './support/plant.ts';
import { eventsOf } from './support/resources.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

const file = readFileSync(new URL('../gateway/runtime/modules/sample/waves.mjs', import.meta.url), 'utf8');
const base = '/data/api/v1/modules';

test('[G4] a module that is installed on the Master runs on both, and its tag goes on after a take-over', async ({
  pair,
}) => {
  const { master, backup } = pair;
  await install(master);
  await until('the Backup runs it', async () => (await moduleOf(backup))?.state === 'running');
  expect(await moduleOf(master)).toMatchObject({ state: 'running', version: '1.0.0' });
  await pair.protected(master);
  await makeTag(master);
  await until('the wave moves', async () => (await readPlantTag(master, 'Wave')).quality === 'Good');
  await master.kill();
  await until('the Backup works', () => backup.isActive());
  const { at } = await readPlantTag(backup, 'Wave');
  await until('the wave moves there', async () => ((await readPlantTag(backup, 'Wave')).at ?? 0) > (at ?? 0));
  expect((await readPlantTag(backup, 'Wave')).quality).toBe('Good');
});

test('[G4] [S8] a Backup that was away is sent the module that it lacks, with an event', async ({ pair }) => {
  const { master, backup } = pair;
  await backup.kill();
  await until('the loss is noticed', async () => (await master.status())?.peerConnected === false);
  await install(master);
  await backup.start();
  await pair.protected(master);
  expect(await moduleOf(backup)).toMatchObject({ state: 'running' });
  const codes = (await eventsOf(backup)).map(({ reasonCode }) => reasonCode);
  expect(codes).toEqual(expect.arrayContaining(['fullSyncFull', 'moduleTaken', 'softRestarted']));
});

test('[G4] a Master that lost its configuration and its modules runs them again once it is restored', async ({
  pair,
}) => {
  const { master, backup } = pair;
  await install(master);
  await pair.protected(master);
  await Promise.all([master.kill(), backup.kill()]);
  const { dataDirectory } = master.options;
  const lost = readdirSync(dataDirectory).filter((name) => name.startsWith('config.db') || name === 'modules');
  for (const name of lost) rmSync(join(dataDirectory, name), { recursive: true });
  expect(lost).toContain('modules');
  await Promise.all([master.start(), backup.start()]);
  await until('the Backup works', () => backup.isActive());
  const path = '/data/api/v1/redundancy/gwaction/restore-master';
  await until('it is restored', async () => (await backup.api(path, { method: 'POST' })).ok);
  await until('it runs the module', async () => (await moduleOf(master))?.state === 'running');
});

async function install(gateway: Gateway): Promise<void> {
  const answer = await gateway.api(base, {
    method: 'POST',
    headers: { 'Content-Type': 'text/javascript' },
    body: file,
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function moduleOf(gateway: Gateway): Promise<InstalledModule | null> {
  const { items } = installedModules.parse(await (await gateway.api(base)).json());
  return items.find(({ id }) => id === 'waves') ?? null;
}

async function makeTag(gateway: Gateway): Promise<void> {
  const value = { source: 'module', dataType: 'number', module: 'waves', signal: 'sine' };
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ value });
  const answer = await gateway.api('/data/api/v1/resources/tag/Wave', { method: 'PUT', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}
