import { receipts } from '#contract/receipts';
import { runtimeTag, tagWritten, type TagWritten } from '#contract/runtime-tags';
import type { Gateway } from './support/gateway.ts';
import type { Pair } from './support/pair.ts';
import { eventsOf, providerOf, saveTag } from './support/resources.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

test.describe('values of tags', () => {
  test.use({ pairOptions: { takeBackHoldMs: 600_000 } });

  test('[G5] are on the other node after kill -9 of the active one, if that was answered', async ({ pair }) => {
    const { master, backup } = pair;
    for (const name of ['Setpoint', 'Recipe']) await saveTag(master, name, 'written by operators');
    expect(await writeTag(master, 'Setpoint', 41)).toMatchObject({ replicated: true });
    expect(await writeTag(master, 'Setpoint', 42)).toMatchObject({ replicated: true });
    await master.kill();
    await until('the Backup is active', () => backup.isActive());
    expect(await valueOf(backup, 'Setpoint')).toBe(42);
    expect(await writeTag(backup, 'Recipe', 7)).toMatchObject({ replicated: false });
    await master.start();
    await pair.protected(backup);
    expect([await valueOf(master, 'Setpoint'), await valueOf(master, 'Recipe')]).toEqual([42, 7]);
  });

  test('[G5] come whole on the first connection, without a restart, and then as they change', async ({ pair }) => {
    const { master, backup } = pair;
    const uptime = async () => (await backup.status())?.uptime ?? 0;
    await saveTag(master, 'Setpoint', 'written by operators');
    const codes = (await eventsOf(master)).filter(({ provider }) => provider === 'tag-values');
    expect(codes.map(({ reasonCode }) => reasonCode)).toEqual(['runtimeFullSync']);
    const before = await uptime();
    await writeTag(master, 'Setpoint', 5);
    expect(await valueOf(backup, 'Setpoint')).toBe(5);
    expect(await uptime()).toBeGreaterThan(before);
    await until('everything is acknowledged', async () => (await providerOf(master, 'tag-values')).pending === 0);
    expect((await eventsOf(master)).filter(({ provider }) => provider === 'tag-values').length).toBe(1);
  });

  test('[S6] [S7] go from the active node to the other one, whichever is the Master', async ({ pair }) => {
    const { master, backup } = pair;
    expect(await providerOf(master, 'tag-values')).toMatchObject({ kind: 'runtime', direction: 'sends' });
    expect(await providerOf(backup, 'tag-values')).toMatchObject({ direction: 'receives' });
    await master.api('/data/api/v1/redundancy/gwaction/failover', { method: 'POST' });
    await pair.protected(backup);
    expect(await providerOf(master, 'tag-values')).toMatchObject({ direction: 'receives' });
    expect(await providerOf(backup, 'tag-values')).toMatchObject({ direction: 'sends' });
    expect(await providerOf(master)).toMatchObject({ direction: 'sends' });
    await saveTag(master, 'Setpoint', 'written by operators');
    await until('the tag is on the Backup', async () => (await writeTag(backup, 'Setpoint', 9)) !== null);
    expect(await valueOf(master, 'Setpoint')).toBe(9);
    expect((await providerOf(master, 'tag-values')).lastApplyMs).toBeGreaterThan(0);
    expect((await providerOf(backup, 'tag-values')).dispatchedPerSec).toBeGreaterThan(0);
  });
});

test.describe('after both were active', () => {
  test.use({ pairOptions: { proxied: true, pingMaxMissed: 4, takeBackHoldMs: 600_000 } });

  test('[G9] the values are the survivor’s, and a receipt tells which answered write was lost', async ({ pair }) => {
    const { master, backup } = pair;
    await saveTag(master, 'Setpoint', 'written by operators');
    await writeTag(master, 'Setpoint', 1);
    pair.link.cut();
    await until('both are active', async () => (await master.isActive()) && (await backup.isActive()));
    expect(await writeTag(master, 'Setpoint', 2)).toMatchObject({ replicated: false });
    expect(await writeTag(backup, 'Setpoint', 3)).toMatchObject({ replicated: false });
    pair.link.heal();
    const [survivor, loser] = await until('one has stopped', () => whoSurvived(pair));
    const [kept, lost] = survivor === master ? [2, 3] : [3, 2];
    await until('both have the value', async () => (await valueOf(loser, 'Setpoint')) === kept);
    const receipt = await until('the survivor has the receipt', async () => (await receiptsOf(survivor))[0] ?? null);
    expect(receipt.writes).toMatchObject([{ map: 'tag-values', key: 'Setpoint', value: { value: lost } }]);
    expect((await receiptsOf(loser)).map(({ id }) => id)).toEqual([receipt.id]);
    const reasons = (await eventsOf(loser)).map(({ reasonCode }) => reasonCode);
    expect(reasons).toContain('writesNotCarriedOver');
  });
});

async function whoSurvived({ master, backup }: Pair): Promise<[Gateway, Gateway] | null> {
  const [one, other] = await Promise.all([master.status(), backup.status()]);
  if (one?.peerConnected !== true || one.activityLevel === other?.activityLevel) return null;
  return one.activityLevel === 'Active' ? [master, backup] : [backup, master];
}

/** `null`: the tag is not known there yet. */
async function writeTag(gateway: Gateway, name: string, value: number): Promise<TagWritten | null> {
  const request = { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ value }) };
  const response = await gateway.api(`/data/api/v1/runtime/tags/${name}`, request);
  if (response.status === 404) return null;
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return tagWritten.parse(await response.json());
}

async function valueOf(gateway: Gateway, name: string): Promise<unknown> {
  return runtimeTag.parse(await (await gateway.api(`/data/api/v1/runtime/tags/${name}`)).json()).value;
}

async function receiptsOf(gateway: Gateway) {
  return receipts.parse(await (await gateway.api('/data/api/v1/redundancy/receipts')).json()).items;
}
