import { auditEntries } from '#contract/audit';
import { changeovers } from '#contract/changeovers';
import { redundancyEvents } from '#contract/redundancy-events';
import type { Gateway } from './support/gateway.ts';
import type { Pair } from './support/pair.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

test('[S8] [S10] [D3] what both nodes wrote down is the same on both after a kill -9', async ({ pair }) => {
  test.slow();
  await note(pair.master, 'DEBUG');
  await pair.master.kill();
  await until('B is active', () => pair.backup.isActive());
  await note(pair.backup, 'TRACE');
  await pair.master.start();
  await until('A is active again', () => pair.master.isActive());
  await same(pair);
  const { causes, operations, gapMs } = await held(pair.master);
  expect(causes).toEqual(expect.arrayContaining(['nodeLost', 'takeBack']));
  expect(gapMs).toBeGreaterThan(0);
  expect(operations.filter((each) => each === 'setLoggerLevel')).toHaveLength(2);
});

test.describe('through a link that can be cut', () => {
  test.use({ pairOptions: { proxied: true, pingMaxMissed: 4 } });

  test('[S8] [S10] [D3] what both nodes wrote while they were apart is on both afterwards', async ({ pair }) => {
    test.slow();
    pair.link.cut();
    await until('B is active as well', () => pair.backup.isActive());
    await note(pair.master, 'DEBUG');
    await note(pair.backup, 'TRACE');
    pair.link.heal();
    await until('one is active', async () => (await pair.master.isActive()) !== (await pair.backup.isActive()));
    await same(pair);
    const { causes, operations, overlapMs } = await held(pair.backup);
    expect(causes).toContain('splitBrain');
    expect(overlapMs).toBeGreaterThan(0);
    expect(operations.filter((each) => each === 'setLoggerLevel')).toHaveLength(2);
  });
});

/** Something that is audited, and allowed on either node. */
async function note(gateway: Gateway, level: string): Promise<void> {
  const answer = await gateway.api(`/data/api/v1/logs/loggers/http?level=${level}`, { method: 'POST' });
  expect(answer.ok).toBe(true);
}

async function same(pair: Pair): Promise<void> {
  await until('both hold the same records', async () => {
    const [one, other] = [await held(pair.master), await held(pair.backup)];
    return one.all.length > 0 && JSON.stringify(one.all) === JSON.stringify(other.all);
  });
}

async function held(gateway: Gateway) {
  const read = async <T>(path: string, schema: { parse: (answer: unknown) => T }): Promise<T> =>
    schema.parse(await (await gateway.api(path)).json());
  const over = (await read('/data/api/v1/redundancy/changeovers', changeovers)).items;
  const audit = (await read('/data/api/v1/audit', auditEntries)).items;
  const events = (await read('/data/api/v1/redundancy/events', redundancyEvents)).items;
  const all = [...over, ...audit, ...events].map(({ id, ...record }) => JSON.stringify([id > 0, record])).sort();
  return {
    all,
    causes: over.map(({ cause }) => cause),
    operations: audit.map(({ operation }) => operation),
    gapMs: over.find(({ cause }) => cause === 'nodeLost')?.gapMs ?? 0,
    overlapMs: over.find(({ cause }) => cause === 'splitBrain')?.overlapMs ?? 0,
  };
}
