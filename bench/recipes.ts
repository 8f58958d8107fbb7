import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runtimeProjects } from '#contract/runtime-live';
import { freePorts } from '../e2e/support/free-ports.ts';
import type { Gateway } from '../e2e/support/gateway.ts';
import { Pair } from '../e2e/support/pair.ts';
import { timeToTakeOver } from '../e2e/support/take-over.ts';
import { until } from '../e2e/support/until.ts';
import { figuresOf, type Figures } from './support/figures.ts';
import { LoadBalancer, nodeBehind, recipes, type Recipe } from './support/load-balancer.ts';
import { report } from './support/report.ts';

// The recipes of docs/ for a load balancer in front of a pair, as the files stand there: whether requests go to the
// active node, how long after kill -9 of it they all go to the other one, and how long after a handover. Needs the
// programs: apt-get install haproxy nginx-light.

const kills = 20;
const requests = 200;
/** Twice the time between two checks of HAProxy, and a margin. */
const longestCheckMs = 1200;

const missing = recipes.filter(({ program }) => spawnSync(program, ['-v']).error !== undefined);
if (missing.length > 0) throw new Error(`Install first: ${missing.map(({ program }) => program).join(', ')}`);

const pair = await Pair.create({ takeBackHoldMs: 3_600_000, flags: ['--sample-project'] });
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
    const { program } = recipe;
    const toSettle = await settled(balancer, (await roles()).active);
    await passesLiveValues(balancer, recipe);
    const figures = {
      [`${program}: start to nothing but the active node, ms`]: figuresOf([toSettle]),
      [`${program}: requests to the active node, of ${requests}`]: figuresOf([await countRight(balancer)]),
      [`${program}: a request through it, ms`]: figuresOf(await latencies(balancer)),
      [`${program}: the same while the standby hangs, ms`]: figuresOf(await whileStandbyHangs(balancer)),
      ...(await afterKills(program, balancer)),
      [`${program}: handover to nothing but the other node, ms`]: figuresOf(await afterHandovers(balancer)),
    };
    await saysThatNobodyIsActive(balancer);
    return figures;
  } catch (error) {
    console.error(balancer.said.slice(-20).join(''));
    throw error;
  } finally {
    await balancer.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** How long until it led to this node and, for longer than any check takes, nowhere else, ms. */
async function settled({ address }: LoadBalancer, gateway: Gateway): Promise<number> {
  const id = await idOf(gateway);
  const since = performance.now();
  let rightSince: number | null = null;
  await until(`it leads to ${gateway.options.name} only`, async () => {
    const isRight = (await nodeBehind(address))?.nodeId === id;
    rightSince = isRight ? (rightSince ?? performance.now()) : null;
    return rightSince !== null && performance.now() - rightSince > longestCheckMs;
  });
  return (rightSince ?? since) - since;
}

/** Throws unless live values come while the answer is open, and it is ended by a handover where the recipe says so. */
async function passesLiveValues(balancer: LoadBalancer, { endsLive }: Recipe): Promise<void> {
  const get = (path: string) =>
    fetch(`${balancer.address}/data/api/v1/runtime/${path}`, { headers: { 'X-Ignition-API-Token': pair.apiToken } });
  const [project] = runtimeProjects.parse(await (await get('projects')).json()).items;
  const query = new URLSearchParams({ project: project?.name ?? '', page: project?.pages[0]?.name ?? '' });
  const live = await get(`live?${query.toString()}`);
  const reader = live.body?.getReader();
  let [lines, ended] = [0, false];
  const reading = (async () => {
    while ((await reader?.read())?.done === false) lines += 1;
  })().catch(() => undefined);
  void reading.then(() => (ended = true));
  await until('live values come through it', () => live.ok && lines > 1 && !ended);
  const { active, standby } = await roles();
  await active.api('/data/api/v1/redundancy/gwaction/failover', { method: 'POST' });
  await settled(balancer, standby);
  if (ended !== endsLive) throw new Error(`The live connection has ${ended ? '' : 'not '}ended`);
  await reader?.cancel().catch(() => undefined);
  await pair.protected(standby);
}

async function countRight({ address }: LoadBalancer): Promise<number> {
  const active = await idOf((await roles()).active);
  const nodes = await Promise.all(Array.from({ length: requests }, () => nodeBehind(address)));
  return nodes.filter((node) => node?.nodeId === active).length;
}

async function latencies({ address }: LoadBalancer, count = requests): Promise<number[]> {
  const times: number[] = [];
  while (times.length < count) {
    const since = performance.now();
    const node = await nodeBehind(address);
    times.push(performance.now() - since);
    if (node?.runningState !== 'Running') throw new Error('A request did not come to the active node');
  }
  return times;
}

async function whileStandbyHangs(balancer: LoadBalancer): Promise<number[]> {
  const { active, standby } = await roles();
  standby.pause();
  try {
    return await latencies(balancer, kills);
  } finally {
    standby.resume();
    await pair.protected(active);
  }
}

async function afterKills(program: string, balancer: LoadBalancer): Promise<Record<string, Figures>> {
  const [whole, takeOver, beyond]: [number[], number[], number[]] = [[], [], []];
  while (whole.length < kills) {
    const { active, standby } = await roles();
    // At any moment between two checks.
    await delay(Math.random() * 1000);
    const tookOver = timeToTakeOver(standby, () => active.kill());
    const ms = await settled(balancer, standby);
    whole.push(ms);
    takeOver.push(await tookOver);
    beyond.push(ms - (await tookOver));
    await active.start();
    await pair.protected(standby);
    await settled(balancer, standby);
  }
  return {
    [`${program}: kill -9 to nothing but the other node, ms`]: figuresOf(whole),
    [`${program}: the gateways’ own take-over, ms`]: figuresOf(takeOver),
    [`${program}: beyond it, ms`]: figuresOf(beyond),
  };
}

async function afterHandovers(balancer: LoadBalancer): Promise<number[]> {
  const times: number[] = [];
  while (times.length < kills) {
    const { active, standby } = await roles();
    await delay(Math.random() * 1000);
    const asked = active.api('/data/api/v1/redundancy/gwaction/failover', { method: 'POST' });
    times.push(await settled(balancer, standby));
    if (!(await asked).ok) throw new Error(`No handover to ${standby.options.name}`);
    await pair.protected(standby);
  }
  return times;
}

/** Throws unless it says 503 while both are off. */
async function saysThatNobodyIsActive({ address }: LoadBalancer): Promise<void> {
  const { active } = await roles();
  await Promise.all(pair.gateways.map((gateway) => gateway.kill()));
  await until('it says that nobody is active', async () => (await fetch(`${address}/system/role`)).status === 503);
  await active.start();
  await Promise.all(pair.gateways.filter((gateway) => gateway !== active).map((gateway) => gateway.start()));
  await until('both are back', async () => (await pair.master.isActive()) || (await pair.backup.isActive()));
  await pair.protected((await roles()).active);
}

async function roles(): Promise<{ active: Gateway; standby: Gateway }> {
  const [active, standby] = (await pair.master.isActive()) ? [pair.master, pair.backup] : [pair.backup, pair.master];
  return { active, standby };
}

async function idOf(gateway: Gateway): Promise<string> {
  return (await gateway.status())?.understudy?.nodeId ?? '';
}

function versionOf(program: string): string {
  const { stdout, stderr } = spawnSync(program, ['-v'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(stdout + stderr)?.[0] ?? 'unknown';
}
