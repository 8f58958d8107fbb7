import { saveTag } from '../e2e/support/resources.ts';
import type { Gateway } from '../e2e/support/gateway.ts';
import { DrivenPair, type Order } from './support/driven-pair.ts';
import { figuresOf, type Figures } from './support/figures.ts';
import { importTags, timeToSyncAll } from './support/full-sync.ts';
import { ProcessCost } from './support/process-cost.ts';
import { PostgresPair } from './support/postgres-pair.ts';
import { report } from './support/report.ts';

// How fast configuration reaches both disks, beside PostgreSQL in the same run: each save waits for the one before it,
// carries 1 kB, and counts when both nodes have it on disk (PostgreSQL: with a synchronous standby; alone for
// comparison). Each node has a core of its own. Both are measured over TLS, in which Understudy links unless it is told
// otherwise, and plainly, as PostgreSQL's standby follows unless it is told otherwise. Then how long everything anew
// takes, and what a pair costs that has nothing to do.

const rounds = 20;
// In turns of the contestants: the machine is not equally fast from one second to the next.
const slices = 5;
const sliceMs = 200;
// Started anew now and then: of the same program one process is some per cent faster than another, as long as it lives.
const roundsOfProcess = 10;
// Gateways run for months; in the first seconds the engine still compiles what they run.
const warmUpMs = 8000;
const text = 'x'.repeat(1000);
const writerCounts = [1, 16];
const resources = 50_000;

type Contestant = [name: string, savesPerSecond: (order: Order) => Promise<number>];

const rows: Record<string, Figures> = {};
/** By writers and contestant, in the order of the rounds. */
const samples = new Map<string, number[]>();
let postgresVersion = '';
for (let round = 0; round < rounds; round += roundsOfProcess) await measureProcesses(round === 0);
for (const writers of writerCounts) reportSaves(writers);
await measureFullSync();
report('replication', rows, { PostgreSQL: postgresVersion });

async function measureProcesses(isFirst: boolean): Promise<void> {
  const driven = await DrivenPair.start('TLS');
  const drivenPlainly = await DrivenPair.start('plain');
  const postgres = new PostgresPair(null);
  const postgresOverTls = new PostgresPair(driven.pair.master.options.dataDirectory);
  try {
    if (isFirst) await measureIdle(driven);
    await postgres.start();
    await postgresOverTls.start();
    postgresVersion = await postgres.version();
    const contestants: Contestant[] = [
      ['Understudy, both, TLS', (order) => savesByCode(driven, order)],
      ['Understudy, both, TLS, saved over HTTP', (order) => savesOverHttp(driven.pair.master, order)],
      ['Understudy, both, plain', (order) => savesByCode(drivenPlainly, order)],
      ['PostgreSQL, both, TLS', (order) => postgresOverTls.savesPerSecond(order, 'on')],
      ['PostgreSQL, both, plain', (order) => postgres.savesPerSecond(order, 'on')],
      ['PostgreSQL, alone', (order) => postgres.savesPerSecond(order, 'local')],
    ];
    for (const [, savesPerSecond] of contestants) await savesPerSecond({ writers: 1, forMs: warmUpMs, text });
    for (const writers of writerCounts) await measureSaves(writers, contestants);
  } finally {
    await driven.stop();
    await drivenPlainly.stop();
    await postgres.stop();
    await postgresOverTls.stop();
  }
}

async function measureSaves(writers: number, contestants: Contestant[]): Promise<void> {
  const order = { writers, forMs: sliceMs, text };
  // The first round is the one in which everybody gets used to so many writers.
  for (let round = 0; round <= roundsOfProcess; round++) {
    const sums = new Map<string, number>();
    for (let slice = 0; slice < slices; slice++) {
      // What one leaves to be written, another one finds: each slice begins with the next one.
      const turn = (round + slice) % contestants.length;
      for (const [what, savesPerSecond] of [...contestants.slice(turn), ...contestants.slice(0, turn)]) {
        sums.set(what, (sums.get(what) ?? 0) + (await savesPerSecond(order)));
      }
    }
    if (round > 0) for (const [what, sum] of sums) samplesOf(writers, what).push(sum / slices);
  }
}

function samplesOf(writers: number, what: string): number[] {
  const name = `saves/s, ${byWriters(writers)}, ${what}`;
  const found = samples.get(name) ?? [];
  samples.set(name, found);
  return found;
}

function byWriters(writers: number): string {
  return writers === 1 ? '1 writer' : `${writers} writers`;
}

function reportSaves(writers: number): void {
  const by = byWriters(writers);
  for (const [name, values] of samples) if (name.startsWith(`saves/s, ${by},`)) rows[name] = figuresOf(values);
  // The machine is not equally fast all the time: what was measured in the same round is compared.
  const beside = [
    ['TLS', 'TLS'],
    ['plain', 'plain'],
    ['TLS', 'plain'],
  ];
  for (const [own, peer] of beside) {
    const peers = samplesOf(writers, `PostgreSQL, both, ${peer}`);
    const ratios = samplesOf(writers, `Understudy, both, ${own}`).map((value, round) => value / (peers[round] ?? NaN));
    rows[`saves, ${by}, ${own}, of PostgreSQL's, ${peer}`] = figuresOf(ratios);
  }
}

async function savesByCode(pair: DrivenPair, order: Order): Promise<number> {
  const { savesPerSecond, unconfirmed } = await pair.save(order);
  if (unconfirmed > 0) throw new Error(`${unconfirmed} saves were not confirmed by the Backup`);
  return savesPerSecond;
}

async function savesOverHttp(gateway: Gateway, { writers, forMs }: Order): Promise<number> {
  const names = Array.from({ length: writers }, (_, writer) => `w${writer}`);
  const revisions = await Promise.all(names.map((name) => revisionOf(gateway, name)));
  const startedAt = performance.now();
  let count = 0;
  const write = async (name: string, revision = 0) => {
    for (; performance.now() - startedAt < forMs; count++) {
      const saved = await saveTag(gateway, name, text.slice(10) + count, revision);
      if (!saved.replicated) throw new Error('A save was not confirmed by the Backup');
      ({ revision } = saved);
    }
  };
  await Promise.all(names.map((name, writer) => write(name, revisions[writer])));
  return (count * 1000) / (performance.now() - startedAt);
}

async function revisionOf(gateway: Gateway, name: string): Promise<number> {
  const response = await gateway.api(`/data/api/v1/resources/tag/${name}`);
  return ((await response.json()) as { revision: number }).revision;
}

async function measureFullSync(): Promise<void> {
  const driven = await DrivenPair.start('TLS');
  const { master, backup } = driven.pair;
  try {
    await importTags(master, resources);
    const times: number[] = [];
    while (times.length < rounds) times.push(await timeToSyncAll(master, backup));
    rows[`full sync of ${resources} resources of 1 kB, ms`] = figuresOf(times);
  } finally {
    await driven.stop();
  }
}

async function measureIdle({ masterPid, backupPid }: DrivenPair): Promise<void> {
  const costs = { Master: new ProcessCost(masterPid), Backup: new ProcessCost(backupPid) };
  const measured = Object.entries(costs).map(async ([name, cost]) => {
    const { coreShare, memory } = await cost.whileIdle(rounds);
    rows[`idle ${name}, % of a core`] = figuresOf(coreShare);
    rows[`idle ${name}, MB`] = figuresOf(memory);
  });
  await Promise.all(measured);
}
