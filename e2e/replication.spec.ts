import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { problem } from '#contract/problem';
import type { Gateway } from './support/gateway.ts';
import type { Pair } from './support/pair.ts';
import { allTags, eventsOf, providerOf, putTag, readTag, saveTag } from './support/resources.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

test('[G3] a tag that is changed on the Master is on the disks of both when the save is answered', async ({ pair }) => {
  const { master, backup } = pair;
  const { revision, replicated } = await saveTag(master, 'Tank 1/Level', 'in metres');
  expect(replicated).toBe(true);
  expect(await readTag(backup, 'Tank 1/Level')).toEqual(await readTag(master, 'Tank 1/Level'));
  const changed = await saveTag(master, 'Tank 1/Level', 'in feet', revision);
  expect(changed).toEqual({ revision: revision + 1, replicated: true });
  expect(await readTag(backup, 'Tank 1/Level')).toMatchObject({
    value: { description: 'in feet' },
    author: 'UNDERSTUDY_API_TOKEN',
  });
  expect((await putTag(master, 'Tank 1/Level', 'late', revision)).status).toBe(412);
  const headers = { 'If-Match': `"${changed.revision}"` };
  const path = `/data/api/v1/resources/tag/${encodeURIComponent('Tank 1/Level')}`;
  expect((await master.api(path, { method: 'DELETE', headers })).status).toBe(200);
  expect(await readTag(backup, 'Tank 1/Level')).toBeNull();
});

test('[S7] pending rises by what is written while the Backup is away, and drains when it is back', async ({ pair }) => {
  const { master, backup } = pair;
  await saveTag(master, 'Level', 'before');
  expect(await providerOf(master)).toMatchObject({ direction: 'sends', pending: 0, fullSyncNeeded: false });
  await backup.kill();
  await until('the loss is noticed', async () => (await master.status())?.peerConnected === false);
  for (let at = 0; at < 7; at += 1) {
    expect(await saveTag(master, `While away ${at}`, 'x')).toMatchObject({ replicated: false });
  }
  expect(await providerOf(master)).toMatchObject({ pending: 7 });
  expect((await providerOf(master)).queuedPerSec).toBeCloseTo(8 / 60, 5);
  expect((await providerOf(master)).dispatchedPerSec).toBeCloseTo(1 / 60, 5);
  const before = Date.now();
  await backup.start();
  await pair.protected(master);
  expect(await providerOf(master)).toMatchObject({ pending: 0 });
  expect((await providerOf(master)).dispatchedPerSec).toBeCloseTo(8 / 60, 5);
  const received = await providerOf(backup);
  expect(received).toMatchObject({ direction: 'receives', lastError: null, fullSyncNeeded: false });
  expect(received.lastPullAt).toBeGreaterThanOrEqual(before);
  expect(received.lastApplyMs).toBeGreaterThan(0);
  await expectEqual(pair);
});

test('[G3] an edit on the Backup is refused, with the name and the address of the Master', async ({ pair }) => {
  const refused = await putTag(pair.backup, 'Level', 'here');
  expect(refused.status).toBe(409);
  const said = problem.parse(await refused.json());
  expect(said).toMatchObject({ code: 'notEditableHere', master: { name: 'A' } });
  expect(said.master?.address).toContain(`:${pair.master.options.httpPort}`);
  expect(await readTag(pair.backup, 'Level')).toBeNull();
});

test('[S8] every change of the activity level is an event, and both nodes list the same', async ({ pair }) => {
  const { master, backup } = pair;
  const { nodeId: own } = (await backup.status())?.understudy ?? {};
  const changes = async (gateway: Gateway) =>
    (await eventsOf(gateway)).filter(({ reasonCode, nodeId }) => reasonCode === 'activityLevel' && nodeId === own);
  expect((await changes(backup)).at(-1)?.reason).toContain('→ Warm');
  await master.kill();
  await until('the Backup works', () => backup.isActive());
  const lost = { severity: 'warning', reason: 'Warm → Active: the other node was lost' };
  expect((await changes(backup)).at(-1)).toMatchObject(lost);
  await master.start();
  await pair.protected(master);
  expect((await changes(backup)).at(-1)?.reason).toMatch(/^Active → Warm/);
  await until('both list the same', async () => {
    const [one, other] = await Promise.all([listed(master), listed(backup)]);
    return one.length > 0 && JSON.stringify(one) === JSON.stringify(other);
  });
  expect(await changes(master)).toContainEqual(expect.objectContaining(lost));
});

test.describe('with a short log', () => {
  test.use({ pairOptions: { flags: ['--config-log-bytes', '3000'] } });

  test('[S8] a log that does not reach back makes a full synchronisation, which is an event on both', async ({
    pair,
  }) => {
    const { master, backup } = pair;
    await saveTag(master, 'Level', 'before');
    const earlier = (await eventsOf(backup)).length;
    await backup.kill();
    for (let at = 0; at < 40; at += 1) await saveTag(master, `T${at}`, 'x'.repeat(100));
    expect(await providerOf(master)).toMatchObject({ pending: 40 });
    await backup.start();
    await pair.protected(master);
    await expectEqual(pair);
    const later = (await eventsOf(backup)).slice(earlier);
    const { nodeId } = (await backup.status())?.understudy ?? {};
    const codes = later.filter((event) => event.nodeId === nodeId).map(({ reasonCode }) => reasonCode);
    const about = codes.filter((code) => code.startsWith('fullSync') || code === 'softRestarted');
    expect(about).toEqual(['fullSyncDataOnly', 'fullSyncDone', 'softRestarted']);
    const said = (await eventsOf(master)).filter(({ reasonCode }) => reasonCode === 'fullSyncDataOnly').at(-1);
    expect(said?.reason).toContain('does not reach back');
    expect(await providerOf(master)).toMatchObject({ pending: 0 });
  });
});

test('[G3] a Master whose configuration is gone destroys nothing on the Backup, and both say so', async ({ pair }) => {
  const { master, backup } = pair;
  await saveTag(master, 'Level', 'kept');
  const kept = await allTags(backup);
  await master.kill();
  await until('the Backup works', () => backup.isActive());
  removeConfiguration(master);
  await master.start();
  await until('both compared', async () => (await backup.status())?.projectState === 'Out of Date');
  expect(await saveTag(master, 'Other', 'new history')).toMatchObject({ replicated: false });
  for (const gateway of pair.gateways) {
    expect(await gateway.status()).toMatchObject({ projectState: 'Out of Date', peerConnected: true });
    expect((await eventsOf(gateway)).at(-1)).toMatchObject({ reasonCode: 'diverged', severity: 'error' });
    expect(await providerOf(gateway)).toMatchObject({ fullSyncNeeded: true });
  }
  expect(await allTags(backup)).toEqual(kept);
  expect(await backup.isActive()).toBe(true);
  const refused = await backup.api('/data/api/v1/redundancy/gwaction/failover', { method: 'POST' });
  expect(await refused.json()).toMatchObject({ refusals: ['notInSync'] });
});

test('[G3] ten times kill -9 of the Master within a stream of writes loses no answered change', async ({ pair }) => {
  test.setTimeout(240_000);
  const answered = new Map<string, string>();
  const onBoth = new Map<string, string>();
  for (let life = 0; life < 10; life += 1) {
    const writers = [0, 1, 2].map((writer) => writeUntilDead(pair, `${life}-${writer}`, { answered, onBoth }));
    await until('some are written', () => answered.size >= (life + 1) * 20);
    await pair.master.kill();
    await Promise.all(writers);
    const there = new Map((await allTags(pair.backup)).map(({ name, value }) => [name, descriptionIn(value)]));
    for (const [name, text] of onBoth) expect(there.get(name), `${name} on the Backup`).toBe(text);
    await pair.master.start();
    await until('linked again', async () => (await pair.master.status())?.peerConnected === true);
  }
  await until('equal', async () => (await pair.master.status())?.projectState === 'Good');
  await expectEqual(pair);
  const there = new Map((await allTags(pair.master)).map(({ name, value }) => [name, descriptionIn(value)]));
  for (const [name, text] of answered) expect(there.get(name), name).toBe(text);
  expect(onBoth.size).toBeGreaterThan(100);
});

test('[G3] kill -9 of the Backup within a full synchronisation leaves all or nothing of it', async ({ pair }) => {
  const { master, backup } = pair;
  const value = { source: 'memory', dataType: 'number', description: 'x'.repeat(900) };
  const resources = Array.from({ length: 5000 }, (_each, at) => ({ type: 'tag', name: `T${at}`, value }));
  expect(await importAll(master, resources)).toBe(200);
  for (const afterMs of [0, 30, 60, 100, 150, 250]) {
    await backup.kill();
    removeConfiguration(backup);
    await backup.start();
    await delay(afterMs);
  }
  await until('everything is there', async () => {
    const { length } = await allTags(backup);
    expect([0, resources.length]).toContain(length);
    return length === resources.length;
  });
  await pair.protected(master);
  await expectEqual(pair);
});

/** What a node lists, without the number that it gave to each; in the order of its times. */
async function listed(gateway: Gateway): Promise<string[]> {
  return (await eventsOf(gateway)).map(({ id, ...event }) => JSON.stringify({ isCounted: id > 0, ...event })).sort();
}

interface Noted {
  answered: Map<string, string>;
  onBoth: Map<string, string>;
}

/** Writes one tag after the other and notes what was answered, until the Master does not answer any more. */
async function writeUntilDead({ master }: Pair, prefix: string, { answered, onBoth }: Noted): Promise<void> {
  for (let at = 0; ; at += 1) {
    const name = `${prefix}-${at}`;
    try {
      const { replicated } = await saveTag(master, name, `text ${name}`);
      answered.set(name, `text ${name}`);
      if (replicated) onBoth.set(name, `text ${name}`);
    } catch {
      return;
    }
  }
}

function removeConfiguration({ options: { dataDirectory } }: Gateway): void {
  for (const name of readdirSync(dataDirectory)) {
    if (name.startsWith('config.db')) rmSync(join(dataDirectory, name));
  }
}

async function importAll(gateway: Gateway, resources: unknown[]): Promise<number> {
  const body = JSON.stringify({ format: 'understudy-resources', version: 1, resources });
  const headers = { 'Content-Type': 'application/json' };
  const path = '/data/api/v1/resources-import';
  return (await gateway.api(path, { method: 'POST', headers, body, signal: AbortSignal.timeout(20_000) })).status;
}

async function expectEqual({ master, backup }: Pair): Promise<void> {
  expect(await allTags(backup)).toEqual(await allTags(master));
}

function descriptionIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'description' in value ? value.description : null;
}
