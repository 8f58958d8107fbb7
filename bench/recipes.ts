import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '../e2e/support/free-ports.ts';
import type { Gateway } from '../e2e/support/gateway.ts';
import { Pair } from '../e2e/support/pair.ts';
import { timeToTakeOver } from '../e2e/support/take-over.ts';
import { until } from '../e2e/support/until.ts';
import { figuresOf, type Figures } from './support/figures.ts';
import { LoadBalancer, nodeBehind, recipes, type Recipe } from './support/load-balancer.ts';
import { report } from './support/report.ts';

// The recipes of docs/ for a load balancer in front of a pair, as the files stand there: whether requests go to the
// active node, how long after kill -9 of it they go to the other one, and that a handover takes them along. Needs the
// programs: apt-get install haproxy nginx-light.

const kills = 20;
const requests = 200;

const missing = recipes.filter(({ program }) => spawnSync(program, ['-v']).error !== undefined);
if (missing.length > 0) throw new Error(`Install first: ${missing.map(({ program }) => program).join(', ')}`);

const pair = await Pair.create({ takeBackHoldMs: 3_600_000 });
try {
  await pair.start();
  const rows: Record<string, Figures> = {};
  for (const recipe of recipes) Object.assign(rows, await check(recipe));
  const versions = recipes.map(({ program }) => [program, versionOf(program)] as const);
  report('recipes', rows, Object.fromEntries(versions));
} finally {
  await pair.stop();
}

async function check(recipe: Recipe): Promise<Record<string, Figures>> {
  const directory = mkdtempSync(join(tmpdir(), 'understudy-recipe-'));
  const [own = 0] = await freePorts(1);
  const [a, b] = [pair.master.options.httpPort, pair.backup.options.httpPort];
  const balancer = new LoadBalancer(recipe, directory, { own, a, b });
  try {
    await balancer.ready();
    const { program } = recipe;
    return {
      [`${program}: requests to the active node, of ${requests}`]: figuresOf([await countRight(balancer)]),
      [`${program}: a request through it, ms`]: figuresOf(await latencies(balancer)),
      ...(await afterKills(program, balancer)),
      [`${program}: handover to the first answer, ms`]: figuresOf(await afterHandovers(balancer)),
    };
  } finally {
    await balancer.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function countRight({ address }: LoadBalancer): Promise<number> {
  const active = await activeId();
  const nodes = await Promise.all(Array.from({ length: requests }, () => nodeBehind(address)));
  return nodes.filter((node) => node?.nodeId === active).length;
}

async function latencies({ address }: LoadBalancer): Promise<number[]> {
  const times: number[] = [];
  while (times.length < requests) {
    const since = performance.now();
    await nodeBehind(address);
    times.push(performance.now() - since);
  }
  return times;
}

async function afterKills(program: string, { address }: LoadBalancer): Promise<Record<string, Figures>> {
  const [whole, takeOver, beyond]: [number[], number[], number[]] = [[], [], []];
  while (whole.length < kills) {
    const { victim, other } = await roles();
    const otherId = await idOf(other);
    // At any moment between two checks.
    await delay(Math.random() * 1000);
    const since = performance.now();
    const tookOver = timeToTakeOver(other, () => victim.kill());
    await until('the other node answers through it', async () => (await nodeBehind(address))?.nodeId === otherId);
    whole.push(performance.now() - since);
    takeOver.push(await tookOver);
    beyond.push((whole.at(-1) ?? 0) - (takeOver.at(-1) ?? 0));
    await victim.start();
    await pair.protected(other);
    await until('it goes on leading there', async () => (await nodeBehind(address))?.nodeId === otherId);
  }
  return {
    [`${program}: kill -9 to the first answer of the other node, ms`]: figuresOf(whole),
    [`${program}: the gateways’ own take-over, ms`]: figuresOf(takeOver),
    [`${program}: beyond it, ms`]: figuresOf(beyond),
  };
}

async function afterHandovers({ address }: LoadBalancer): Promise<number[]> {
  const times: number[] = [];
  while (times.length < kills) {
    const { victim, other } = await roles();
    const otherId = await idOf(other);
    const since = performance.now();
    const answer = await victim.api('/data/api/v1/redundancy/gwaction/failover', { method: 'POST' });
    if (!answer.ok) throw new Error(`No handover to ${other.options.name}: ${await answer.text()}`);
    await until('the other node answers through it', async () => (await nodeBehind(address))?.nodeId === otherId);
    times.push(performance.now() - since);
    await pair.protected(other);
  }
  return times;
}

async function roles(): Promise<{ victim: Gateway; other: Gateway }> {
  const [victim, other] = (await pair.master.isActive()) ? [pair.master, pair.backup] : [pair.backup, pair.master];
  return { victim, other };
}

async function activeId(): Promise<string> {
  return idOf((await roles()).victim);
}

async function idOf(gateway: Gateway): Promise<string> {
  return (await gateway.status())?.understudy?.nodeId ?? '';
}

function versionOf(program: string): string {
  const { stdout, stderr } = spawnSync(program, ['-v'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(stdout + stderr)?.[0] ?? 'unknown';
}
