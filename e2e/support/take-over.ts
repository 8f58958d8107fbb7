import { setTimeout as delay } from 'node:timers/promises';
import { heartbeat, type Heartbeat } from '#contract/heartbeat';
import { until } from './until.ts';
import type { Gateway } from './gateway.ts';
import type { Pair } from './pair.ts';

/** What a runtime page would hear; `null` without an answer. */
export async function heartbeatOf(gateway: Gateway): Promise<Heartbeat | null> {
  try {
    const response = await fetch(`${gateway.address}/system/heartbeat`, { signal: AbortSignal.timeout(1000) });
    return heartbeat.parse(await response.json());
  } catch {
    return null;
  }
}

async function isRunning(gateway: Gateway): Promise<boolean> {
  return (await heartbeatOf(gateway))?.runningState === 'Running';
}

/** How long after `happens` began the gateway does the work, ms. */
export async function timeToTakeOver(gateway: Gateway, happens: () => Promise<void> | void): Promise<number> {
  const since = performance.now();
  await happens();
  await until(`${gateway.options.name} does the work`, () => isRunning(gateway));
  return Math.round(performance.now() - since);
}

/**
 * Watches for two nodes that both do the work. Their answers are not of one instant, so it counts only if the first
 * one says so before and after the other one does, under the same epoch.
 */
export class DoubleWatch {
  readonly seen: string[] = [];
  #running = true;
  readonly #done: Promise<void>;

  constructor(pair: Pair) {
    this.#done = this.#watch(pair);
  }

  async stop(): Promise<readonly string[]> {
    this.#running = false;
    await this.#done;
    return this.seen;
  }

  async #watch({ master, backup }: Pair): Promise<void> {
    while (this.#running) {
      const before = await heartbeatOf(master);
      const between = before?.runningState === 'Running' && (await isRunning(backup));
      const after = between ? await heartbeatOf(master) : null;
      if (after?.runningState === 'Running' && after.epoch?.number === before?.epoch?.number) {
        this.seen.push(`both under epoch ${after.epoch?.number}`);
      }
      await delay(5);
    }
  }
}
