import { acknowledge, alarmNamed, installModule, readPlantTag, refusedWrite, writePlantTag } from './support/plant.ts';
import { configure, providerOf } from './support/resources.ts';
import type { Gateway } from './support/gateway.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

/** Its signal says since when this node asks for it, ms. */
const stopwatch = `
  export const manifest = { id: 'stopwatch', title: 'Stopwatch', version: '1' };
  let first = null;
  export const signals = { elapsed: (at) => at - (first ??= at) };`;

test.use({ pairOptions: { flags: ['--sample-project'] } });

test('[G5] a value that is written on the active node is on the other one when it is answered', async ({ pair }) => {
  const { master, backup } = pair;
  expect(await writePlantTag(master, 'Recipe/Setpoint', 62)).toMatchObject({ written: true, replicated: true });
  expect(await readPlantTag(backup, 'Recipe/Setpoint')).toMatchObject({ value: 62, quality: 'Good' });
  expect(await providerOf(master, 'tag-values')).toMatchObject({ direction: 'sends', fullSyncNeeded: false });
  const received = await providerOf(backup, 'tag-values');
  expect(received).toMatchObject({ direction: 'receives', lastError: null });
  expect(received.lastPullAt).not.toBeNull();
});

test('[G5] a standby refuses a write with the name and the address of the active node', async ({ pair }) => {
  const { master, backup } = pair;
  const refused = await refusedWrite(backup, 'Recipe/Setpoint', 1);
  expect(refused).toMatchObject({ status: 409, code: 'notActiveHere', active: { name: 'A' } });
  expect(refused.active?.address).toContain(`:${master.options.httpPort}`);
});

test('[G1] the tank goes on where it was when its node is killed, and an acknowledgement stays', async ({ pair }) => {
  const { master, backup } = pair;
  await writePlantTag(master, 'Tank 1/Automatic', false);
  await writePlantTag(master, 'Tank 1/Pump', false);
  await until('the tank is nearly empty', async () => (await alarmNamed(master, 'Tank 1 low')).active);
  expect(await acknowledge(master, await alarmNamed(master, 'Tank 1 low'), 'the pump is off')).toBe(true);
  await until('the other node knows', async () => (await alarmNamed(backup, 'Tank 1 low')).acknowledged);
  const before = await level(master);
  await master.kill();
  await until('the Backup works', () => backup.isActive());
  expect(Math.abs((await level(backup)) - before)).toBeLessThan(2);
  const { at } = await readPlantTag(backup, 'Tank 1/Level');
  await until('the level moves on', async () => ((await readPlantTag(backup, 'Tank 1/Level')).at ?? 0) > (at ?? 0));
  expect(await alarmNamed(backup, 'Tank 1 low')).toMatchObject({
    active: true,
    acknowledged: true,
    comment: 'the pump is off',
  });
});

test('[G1] the delay of an alarm goes on where a killed node stopped counting', async ({ pair }) => {
  const { master, backup } = pair;
  const delayMs = 6000;
  const late = { tag: 'Recipe/Setpoint', condition: 'above', limit: 90, hysteresis: 0, delayMs, priority: 'high' };
  await configure(master, 'alarm', 'Late', late);
  await writePlantTag(master, 'Recipe/Setpoint', 95);
  const since = await until('the Master counts', async () => (await alarmNamed(master, 'Late')).pendingSinceAt);
  await until('the Backup knows', async () => (await alarmNamed(backup, 'Late')).pendingSinceAt === since);
  await until('half of the delay is over', () => Promise.resolve(Date.now() - since > delayMs / 2));
  expect((await alarmNamed(backup, 'Late')).active).toBe(false);
  await master.kill();
  await until('the alarm comes', async () => (await alarmNamed(backup, 'Late')).active);
  const waitedMs = ((await alarmNamed(backup, 'Late')).activeAt ?? 0) - since;
  expect(waitedMs).toBeGreaterThanOrEqual(delayMs);
  expect(waitedMs).toBeLessThan(delayMs * 1.4);
});

test('[G1] what is configured on the Master runs at once on the Backup that is active', async ({ pair }) => {
  const { master, backup } = pair;
  await handOver(master);
  const facts = { source: 'host', dataType: 'number', metric: 'memory' };
  await configure(master, 'tag', 'New', facts);
  for (const gateway of [backup, master]) {
    await until('it has a value', async () => Number((await readPlantTag(gateway, 'New')).value) > 0);
    expect((await readPlantTag(gateway, 'New')).quality).toBe('Good');
  }
  await configure(master, 'tag', 'New', { source: 'memory', dataType: 'text' });
  for (const gateway of [backup, master]) {
    await until('it has none again', async () => (await readPlantTag(gateway, 'New')).value === null);
  }
});

for (const level of ['Cold', 'Warm'] as const) {
  test(`[G1] a ${level} standby shows what the active node says, and takes over by hand`, async ({ pair }) => {
    const { master, backup } = pair;
    await setStandbyLevel(backup, level);
    await until(`the Backup is ${level}`, async () => (await backup.status())?.activityLevel === level);
    await writePlantTag(master, 'Recipe/Setpoint', 17);
    expect(await readPlantTag(backup, 'Recipe/Setpoint')).toMatchObject({ value: 17 });
    await handOver(master);
    const { at } = await readPlantTag(backup, 'Tank 1/Level');
    await until('the tank runs there', async () => ((await readPlantTag(backup, 'Tank 1/Level')).at ?? 0) > (at ?? 0));
    expect(await writePlantTag(backup, 'Recipe/Setpoint', 18)).toMatchObject({ replicated: true });
    expect(await readPlantTag(master, 'Recipe/Setpoint')).toMatchObject({ value: 18 });
  });
}

test('[G1] a Warm standby asks its sources already, a Cold one not before it is handed the work', async ({ pair }) => {
  const { master, backup } = pair;
  const waitMs = 2500;
  const asked: Record<string, number> = {};
  for (const level of ['Cold', 'Warm'] as const) {
    await setStandbyLevel(backup, level);
    await installModule(
      master,
      backup,
      level.toLowerCase(),
      stopwatch.replace("'stopwatch'", `'${level.toLowerCase()}'`),
    );
    const source = { source: 'module', module: level.toLowerCase(), signal: 'elapsed' };
    await configure(master, 'tag', level, { ...source, dataType: 'number' });
    await until('the Backup has heard of it', async () => (await readPlantTag(backup, level)).quality === 'Good');
    const since = Date.now();
    await until('some time has passed', () => Promise.resolve(Date.now() - since > waitMs));
    asked[level] = await askedBeforeWork(master, backup, level);
    await handOver(backup);
  }
  expect(asked['Cold']).toBeLessThanOrEqual(0);
  expect(asked['Warm']).toBeGreaterThan(waitMs / 2);
});

/** For how long the node had asked for the tag when it was offered the work, ms. */
async function askedBeforeWork(from: Gateway, to: Gateway, name: string): Promise<number> {
  const offeredAt = Date.now();
  await handOver(from);
  const doneAt = Date.now();
  await until('it says so itself', async () => ((await readPlantTag(to, name)).at ?? 0) > doneAt);
  const { value, at } = await readPlantTag(to, name);
  return Number(value) - ((at ?? 0) - offeredAt);
}

async function handOver(from: Gateway): Promise<void> {
  const answer = await from.api('/data/api/v1/redundancy/gwaction/failover', { method: 'POST' });
  expect(answer.status).toBe(200);
}

async function level(gateway: Gateway): Promise<number> {
  return Number((await readPlantTag(gateway, 'Tank 1/Level')).value);
}

async function setStandbyLevel(gateway: Gateway, standbyActivityLevel: 'Cold' | 'Warm'): Promise<void> {
  const path = '/data/api/v1/redundancy/config';
  const config = (await (await gateway.api(path)).json()) as Record<string, unknown>;
  const body = JSON.stringify({ ...config, standbyActivityLevel });
  const answer = await gateway.api(path, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body });
  if (!answer.ok) throw new Error(await answer.text());
}
