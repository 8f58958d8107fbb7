import { Pair } from '../e2e/support/pair.ts';
import { timeToTakeOver } from '../e2e/support/take-over.ts';
import type { Gateway } from '../e2e/support/gateway.ts';
import { figuresOf } from './support/figures.ts';
import { report } from './support/report.ts';

// How long nobody does the work after kill -9 of the node that did, with default settings: until the heartbeat of the
// other one says Running. The killed node is started again and the work handed over by a person, so neither the
// protection against flapping nor a take-back interferes.

const kills = 20;

const pair = await Pair.create({ takeBackHoldMs: 60_000 });
try {
  await pair.start();
  const rows = {
    'the Backup takes over, ms': figuresOf(await timesToReplace(pair.master, pair.backup)),
    'the Master takes over, ms': figuresOf(await timesToReplace(pair.backup, pair.master)),
  };
  report('take-over', rows);
} finally {
  await pair.stop();
}

async function timesToReplace(victim: Gateway, other: Gateway): Promise<number[]> {
  const times: number[] = [];
  while (times.length < kills) {
    if (!(await victim.isActive())) await handOver(other, victim);
    times.push(await timeToTakeOver(other, () => victim.kill()));
    await victim.start();
    await pair.protected(other);
  }
  return times;
}

async function handOver(from: Gateway, to: Gateway): Promise<void> {
  const answer = await from.api('/data/api/v1/redundancy/gwaction/failover', { method: 'POST' });
  if (!answer.ok) throw new Error(`No handover to ${to.options.name}: ${await answer.text()}`);
  await pair.protected(to);
}
