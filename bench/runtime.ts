import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { figuresOf, type Figures } from './support/figures.ts';
import { PostingPair } from './support/posting-pair.ts';
import type { Taken } from './support/posting-orders.ts';
import { ProcessCost } from './support/process-cost.ts';
import { report } from './support/report.ts';

// How much runtime state goes from the active gateway to the other one, in two processes on one machine, over TLS:
// a driver posts in the process of the Master; what counts is what can be read on the Backup. Beside it, in the same
// run, a bare WebSocket over TLS that carries the same rows and does nothing else.

const keys = 10_000;
const seconds = 60;
const rounds = 20;
const pipe = fileURLToPath(new URL('support/bare-pipe.ts', import.meta.url));

const rows: Record<string, Figures> = {};
const posting = await PostingPair.start({ takeBackHoldMs: 600_000 });
try {
  await measureIdle();
  await measurePipe();
  await measureLag();
  await measureThroughput();
  await measureFull();
  report('runtime', rows);
} finally {
  await posting.stop();
}

async function measureThroughput(): Promise<void> {
  const { master, backup } = posting;
  const events = await suspicions();
  await backup.taken();
  const samples = sampleTaken(seconds);
  const { perSecondPosted } = await master.post({ keys, perSecond: 1_000_000, forMs: seconds * 1000 });
  const taken = await samples;
  rows['posts/s, of 1,000,000 wanted, 10,000 keys'] = figuresOf(perSecondPosted);
  rows['key versions/s applied on the Backup'] = figuresOf(ratesOf(taken));
  rows['lag at full load, p99 of each second, ms'] = figuresOf(lagsOf(taken));
  const raised = (await suspicions()).length - events.length;
  console.log(`Suspicions, stalls and lost links while that lasted: ${raised}`);
  const { replicated } = await master.set('The end', 1);
  const [one, other] = [await master.taken(), await backup.taken()];
  const isEqual =
    replicated &&
    one.digest === other.digest &&
    one.size === other.size &&
    (await master.sum()) === (await backup.sum());
  console.log(`${other.size} keys on the Backup; digests and contents equal at the end: ${isEqual}`);
  if (!isEqual || raised > 0) throw new Error('The two gateways are not what they should be');
}

async function measureLag(): Promise<void> {
  const { master, backup } = posting;
  await backup.taken();
  const samples = sampleTaken(rounds);
  await master.post({ keys, perSecond: 20_000, forMs: (rounds + 1) * 1000 });
  rows['lag at 20,000 posts/s, p99 of each second, ms'] = figuresOf(lagsOf(await samples));
}

/** What is lost on the Backup at once is there again when the first write after that is answered as replicated. */
async function measureFull(): Promise<void> {
  const { master, backup } = posting;
  await master.post({ keys: 100_000, perSecond: 400_000, forMs: 2000 });
  await master.set('All of them', 1);
  const times: number[] = [];
  while (times.length < rounds) {
    await backup.forget();
    const { tookMs } = await master.bringAll('All of them');
    const { size } = await backup.taken();
    if (size < 100_000) throw new Error(`The Backup has ${size} values`);
    times.push(tookMs);
  }
  rows['full transfer of 100,000 values, ms'] = figuresOf(times);
}

async function measureIdle(): Promise<void> {
  for (const { gateway, pid } of [posting.master, posting.backup]) {
    const { coreShare, memory } = await new ProcessCost(pid).whileIdle(rounds);
    rows[`idle ${gateway.options.name}, % of a core`] = figuresOf(coreShare);
    rows[`idle ${gateway.options.name}, MB`] = figuresOf(memory);
  }
}

async function measurePipe(): Promise<void> {
  const { dataDirectory } = posting.pair.master.options;
  const files = readdirSync(dataDirectory);
  const file = (pattern: RegExp) => join(dataDirectory, files.find((name) => pattern.test(name)) ?? '');
  const taker = fork(pipe, ['take', file(/key\.pem$/), file(/cert\.pem$/)]);
  const [port] = (await once(taker, 'message')) as [number];
  const sender = fork(pipe, ['send', `${port}`, `${keys}`, `${rounds * 1000}`]);
  const [perSecond] = (await once(sender, 'message')) as [number[]];
  rows['rows/s through a bare WebSocket over TLS'] = figuresOf(perSecond);
  taker.kill();
  sender.kill();
}

async function sampleTaken(samples: number): Promise<Taken[]> {
  const taken = [await posting.backup.taken()];
  while (taken.length <= samples) {
    await delay(1000);
    taken.push(await posting.backup.taken());
  }
  return taken;
}

function ratesOf(taken: readonly Taken[]): number[] {
  return taken.slice(1).map(({ at, keysTaken }, index) => {
    const before = taken[index];
    return before === undefined ? NaN : ((keysTaken - before.keysTaken) * 1000) / (at - before.at);
  });
}

function lagsOf(taken: readonly Taken[]): number[] {
  return taken.slice(1).flatMap(({ lagP99Ms }) => lagP99Ms ?? []);
}

/** What either gateway said of a lost link, a stall, or a change of who is active. */
async function suspicions(): Promise<string[]> {
  const said = [posting.master, posting.backup].flatMap(({ output }) => output);
  return said.filter((text) => /link is lost|stood still|stall|active/i.test(text));
}
