import { setTimeout as delay } from 'node:timers/promises';
import { redundancyConfig } from '#contract/redundancy-config';
import type { Gateway } from './support/gateway.ts';
import type { Pair } from './support/pair.ts';
import { DoubleWatch, timeToTakeOver } from './support/take-over.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

const budgetMs = 10_000;
const pingMs = 1000;

/** Printed, so that whoever reads the run sees the figures. */
function report(what: string, tookMs: number): void {
  console.log(`${what}: ${tookMs} ms`);
  test.info().annotations.push({ type: what, description: `${tookMs} ms` });
}

const config = '/data/api/v1/redundancy/config';

async function change(gateway: Gateway, edit: (config: ReturnType<typeof redundancyConfig.parse>) => void) {
  const settings = redundancyConfig.parse(await (await gateway.api(config)).json());
  edit(settings);
  const headers = { 'Content-Type': 'application/json' };
  const response = await gateway.api(config, { method: 'PUT', headers, body: JSON.stringify(settings) });
  expect(response.status).toBe(200);
}

async function handOverToBackup(pair: Pair): Promise<void> {
  const answer = await pair.master.api('/data/api/v1/redundancy/gwaction/failover', { method: 'POST' });
  expect(answer.status).toBe(200);
  await pair.protected(pair.backup);
}

test.describe('after death, with default settings', () => {
  test('[G6] the Backup takes over within a second of kill -9, and the Master takes back by handover', async ({
    pair,
  }) => {
    const tookMs = await timeToTakeOver(pair.backup, () => pair.master.kill());
    report('Backup takes over after kill -9 of the Master', tookMs);
    expect(tookMs).toBeLessThan(1000);
    await pair.master.start();
    await pair.protected(pair.master);
    await until('the Backup says so', () => pair.backup.output.some((line) => line.includes('The handover is done')));
  });

  test('[G6] the Master takes over within a second of kill -9 of an active Backup', async ({ pair }) => {
    await handOverToBackup(pair);
    const tookMs = await timeToTakeOver(pair.master, () => pair.backup.kill());
    report('Master takes over after kill -9 of the Backup', tookMs);
    expect(tookMs).toBeLessThan(1000);
  });

  for (const afterMs of [0, 40, 80]) {
    test(`[G9] a process that is started again ${afterMs} ms after kill -9 is never doubled`, async ({ pair }) => {
      const watch = new DoubleWatch(pair);
      await pair.master.kill();
      await delay(afterMs);
      await pair.master.start();
      await pair.protected(pair.master);
      expect(await watch.stop()).toEqual([]);
    });
  }

  test('[G6] a stop on purpose hands over first', async ({ pair }) => {
    const tookMs = await timeToTakeOver(pair.backup, async () => {
      expect(await pair.master.terminate()).toEqual({ code: 0, signal: null });
    });
    report('Backup works after a stop of the Master, its end included', tookMs);
    expect(pair.master.output.join('\n')).toContain('the work was handed over');
  });
});

test.describe('after silence', () => {
  test.use({ pairOptions: { proxied: true } });

  test('[G6] the Backup takes over after the budget and at most one ping period', async ({ pair }) => {
    const tookMs = await timeToTakeOver(pair.backup, () => pair.link.cut('both'));
    report(`Backup takes over after silence (budget ${budgetMs} ms)`, tookMs);
    expect(tookMs).toBeLessThanOrEqual(budgetMs + pingMs);
    expect(tookMs).toBeGreaterThan(budgetMs - 2 * pingMs);
    pair.link.heal();
    await until('one of the two has stopped', async () => (await activeOnes(pair)).length === 1);
    await until('the split brain was written down', () =>
      pair.gateways.some(({ output }) => output.some((line) => line.includes('Both nodes were active'))),
    );
  });

  for (const direction of ['toMaster', 'toBackup'] as const) {
    test(`[G6] a cut ${direction} alone is a cut of both ways: the Backup takes over`, async ({ pair }) => {
      await useQuickPings(pair);
      const tookMs = await timeToTakeOver(pair.backup, () => pair.link.cut(direction));
      report(`Backup takes over after a cut ${direction} (budget 2000 ms, ping 500 ms)`, tookMs);
      // Its own pings unanswered: the budget and one period until it gives the link up, then the budget of silence.
      expect(tookMs).toBeLessThanOrEqual(direction === 'toBackup' ? 2500 : 5500);
      pair.link.heal();
      await until('one of the two has stopped', async () => (await activeOnes(pair)).length === 1);
    });
  }

  test('[G6] the Master takes over when an active Backup falls silent', async ({ pair }) => {
    await useQuickPings(pair);
    await handOverToBackup(pair);
    const tookMs = await timeToTakeOver(pair.master, () => pair.link.cut('both'));
    report('Master takes over after silence (budget 2000 ms, ping 500 ms)', tookMs);
    expect(tookMs).toBeLessThanOrEqual(2500);
  });

  test('[G9] a Master that stood still fences itself, and never works beside the Backup', async ({ pair }) => {
    await useQuickPings(pair);
    const tookMs = await timeToTakeOver(pair.backup, () => pair.master.pause());
    report('Backup takes over from a stalled Master (budget 2000 ms, ping 500 ms)', tookMs);
    const watch = new DoubleWatch(pair);
    pair.master.resume();
    await until('the Master noticed', () => pair.master.output.some((line) => line.includes('stood still for')));
    await until('exactly one works', async () => (await activeOnes(pair)).length === 1);
    expect(await watch.stop()).toEqual([]);
  });
});

/** A budget of two seconds, set on the Backup, whose settings count; it is in force when both say so. */
async function useQuickPings(pair: Pair): Promise<void> {
  await change(pair.backup, ({ gatewayNetworkSetup }) => {
    gatewayNetworkSetup.pingRate = 500;
    gatewayNetworkSetup.pingMaxMissed = 4;
  });
  await until('both use the new budget', async () => {
    const statuses = await Promise.all(pair.gateways.map((gateway) => gateway.status()));
    return statuses.every((status) => status?.understudy?.budget.budgetMs === 2000);
  });
}

async function activeOnes(pair: Pair): Promise<Gateway[]> {
  const active = await Promise.all(pair.gateways.map((gateway) => gateway.isActive()));
  return pair.gateways.filter((_gateway, index) => active[index]);
}
