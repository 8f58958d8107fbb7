import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { choiceDone, keptBackups, type KeptBackup } from '#contract/divergence';
import { gwactionPreflight } from '#contract/gwaction';
import { saved } from '#contract/resources';
import type { Gateway } from './support/gateway.ts';
import type { Pair } from './support/pair.ts';
import { allTags, eventsOf, putTag, readTag, saveTag } from './support/resources.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

const base = '/data/api/v1/redundancy';

test('[G3] a Master that starts without its configuration leaves the work to the Backup, and is restored from it', async ({
  pair,
}) => {
  const { master, backup } = pair;
  await saveTag(master, 'Level', 'kept');
  await startWithoutConfiguration(pair);
  await until('the Backup works', () => backup.isActive());
  await until('the Master knows', async () => (await blockersOf(master)).includes('diverged'));
  expect(await allTags(backup)).toHaveLength(1);
  expect(await preflightOf(backup)).toMatchObject({ possible: true, targetName: 'A' });
  expect(await resyncOf(master)).toMatchObject({ possible: false, refusals: ['diverged'], targetName: 'B' });
  const refused = await master.api(`${base}/gwaction/resync`, { method: 'POST' });
  expect([refused.status, await refused.json()]).toMatchObject([
    409,
    { code: 'actionRefused', refusals: ['diverged'] },
  ]);
  const done = await choose(backup, 'restore-master');
  expect(done).toMatchObject({ target: 'A', held: false });
  await pair.protected(master);
  expect(await allTags(master)).toEqual(await allTags(backup));
  expect((await backupsOf(master)).map(({ id, resources }) => ({ id, resources }))).toEqual([
    { id: done.backupId, resources: 0 },
  ]);
  const mine = (await eventsOf(master)).map(({ reasonCode }) => reasonCode);
  expect(mine).toContain('softRestarted');
  expect(await saveTag(master, 'After', 'goes on')).toMatchObject({ replicated: true });
  expect(await preflightOf(master)).toMatchObject({ possible: false, refusals: ['notDiverged'] });
  expect(await resyncOf(master)).toMatchObject({ possible: true, refusals: [] });
});

test('[G3] a Master that starts alone without its configuration waits, and says so, until the Backup is there', async ({
  pair,
}) => {
  const { master, backup } = pair;
  await saveTag(master, 'Level', 'kept');
  await Promise.all([master.kill(), backup.kill()]);
  removeConfiguration(master);
  await master.start();
  await until('it waits no longer for the other node', async () => (await timersOf(master)).length === 0);
  expect(await master.status()).toMatchObject({ activityLevel: 'Undecided', peerConnected: false });
  expect(await blockersOf(master)).toEqual(['diverged']);
  await backup.start();
  await until('the Backup works', () => backup.isActive());
  expect(await allTags(backup)).toHaveLength(1);
});

test('[G3] a Backup is replaced only when it does not work any more, and what it had can be imported', async ({
  pair,
}) => {
  const { master, backup } = pair;
  await saveTag(master, 'Level', 'of the time before');
  await startWithoutConfiguration(pair);
  await until('the Backup works', () => backup.isActive());
  await saveTag(master, 'Other', 'of the new time');
  const done = await choose(master, 'replace-backup');
  expect(done).toMatchObject({ target: 'B', held: true });
  await pair.protected(master);
  await until('the Backup took it', async () => (await readTag(backup, 'Level')) === null);
  expect(await allTags(backup)).toEqual(await allTags(master));
  const codes = (await eventsOf(backup)).map(({ reasonCode }) => reasonCode);
  expect(codes).toContain('fullSyncHeld');
  const [kept] = await backupsOf(backup);
  expect(kept).toMatchObject({ id: done.backupId, resources: 1 });
  const file = await (await backup.api(`${base}/backups/${done.backupId}`)).text();
  const headers = { 'Content-Type': 'application/json' };
  const imported = await master.api('/data/api/v1/resources-import', { method: 'POST', headers, body: file });
  expect(saved.parse(await imported.json()).replicated).toBe(true);
  expect(await readTag(backup, 'Level')).toMatchObject({ value: { description: 'of the time before' } });
  const database = Buffer.from(await (await backup.api(`${base}/backups/${done.backupId}?format=db`)).arrayBuffer());
  expect(database.subarray(0, 15).toString()).toBe('SQLite format 3');
});

test('[G3] nothing is chosen while the two configurations fit together', async ({ pair }) => {
  await saveTag(pair.master, 'Level', 'kept');
  for (const path of ['restore-master', 'replace-backup']) {
    const refused = await pair.backup.api(`${base}/gwaction/${path}`, { method: 'POST' });
    expect(await refused.json()).toMatchObject({ code: 'actionRefused', refusals: ['notDiverged'] });
  }
  expect(await backupsOf(pair.master)).toEqual([]);
  expect((await putTag(pair.master, 'Level', 'still', 1)).status).toBe(200);
});

/** As after a disk was exchanged, and both nodes start. */
async function startWithoutConfiguration({ master, backup }: Pair): Promise<void> {
  await Promise.all([master.kill(), backup.kill()]);
  removeConfiguration(master);
  await Promise.all([master.start(), backup.start()]);
}

function removeConfiguration({ options: { dataDirectory } }: Gateway): void {
  for (const name of readdirSync(dataDirectory)) {
    if (name.startsWith('config.db')) rmSync(join(dataDirectory, name));
  }
}

async function timersOf(gateway: Gateway): Promise<unknown[]> {
  return (await gateway.status())?.understudy?.timers ?? [null];
}

async function blockersOf(gateway: Gateway): Promise<string[]> {
  return (await gateway.status())?.understudy?.blockers ?? [];
}

async function actionsOf(gateway: Gateway) {
  return gwactionPreflight.parse(await (await gateway.api(`${base}/gwaction`)).json());
}

async function preflightOf(gateway: Gateway) {
  return (await actionsOf(gateway)).restoreMaster;
}

async function resyncOf(gateway: Gateway) {
  return (await actionsOf(gateway)).resync;
}

async function backupsOf(gateway: Gateway): Promise<KeptBackup[]> {
  return keptBackups.parse(await (await gateway.api(`${base}/backups`)).json()).items;
}

async function choose(gateway: Gateway, path: string) {
  const signal = AbortSignal.timeout(20_000);
  const response = await gateway.api(`${base}/gwaction/${path}`, { method: 'POST', signal });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return choiceDone.parse(await response.json());
}
