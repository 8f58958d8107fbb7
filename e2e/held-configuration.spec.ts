import { redundancyConfig } from '#contract/redundancy-config';
import type { Pair } from './support/pair.ts';
import { alarmNamed, writePlantTag } from './support/plant.ts';
import { allTags, configure, providerOf, readTag, saveTag } from './support/resources.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

const base = '/data/api/v1/redundancy';

test.use({ pairOptions: { editable: true, takeBackHoldMs: 3_600_000 } });

test('[G3] a Backup that is made the Master runs on what it held aside, and edits it', async ({ pair }) => {
  const { master, backup } = pair;
  await holdAside(pair);
  await master.kill();
  await until('the loss is noticed', async () => (await backup.status())?.peerConnected === false);
  const config = redundancyConfig.parse(await (await backup.api(`${base}/config`)).json());
  const body = JSON.stringify({ ...config, role: 'Master' });
  const headers = { 'Content-Type': 'application/json' };
  expect((await backup.api(`${base}/config`, { method: 'PUT', headers, body })).status).toBe(200);
  await until('it works as the Master', () => backup.isActive());
  expect(await readTag(backup, 'Later')).not.toBeNull();
  expect(await providerOf(backup)).toMatchObject({ direction: 'sends', restartRequired: false });
  await writePlantTag(backup, 'Later', 9);
  await until('the alarm is watched for', async () => (await alarmNamed(backup, 'High')).active);
  await saveTag(backup, 'After', 'edited here');
  expect((await allTags(backup)).map(({ name }) => name)).toEqual(['After', 'Later', 'Level']);
});

/** The Backup works, and has taken all of the Master's configuration aside, with changes after it. */
async function holdAside({ master, backup }: Pair): Promise<void> {
  await saveTag(master, 'Level', 'of both');
  await master.kill();
  await until('the Backup works', () => backup.isActive());
  await master.start();
  await until('both hold the same', async () => (await master.status())?.projectState === 'Good');
  expect((await master.api(`${base}/gwaction/resync`, { method: 'POST' })).status).toBe(200);
  expect(await providerOf(backup)).toMatchObject({ restartRequired: true });
  expect(await saveTag(master, 'Later', 'put aside')).toMatchObject({ replicated: true });
  const limit = { tag: 'Later', condition: 'above', limit: 5, hysteresis: 0, delayMs: 0 };
  await configure(master, 'alarm', 'High', { ...limit, priority: 'high', description: '' });
  expect(await readTag(backup, 'Later')).toBeNull();
}
