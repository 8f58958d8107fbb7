import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** What the kernel counts the times of a process in: `getconf CLK_TCK`, the same on every Linux. */
const ticksPerSecond = 100;
const sampleMs = 3000;

/** What a process costs, by the books of the kernel. */
export class ProcessCost {
  readonly #pid: number;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Percent of a core and resident megabytes, sampled over so many spans of three seconds. */
  async whileIdle(samples: number): Promise<{ coreShare: number[]; memory: number[] }> {
    const coreShare: number[] = [];
    const memory: number[] = [];
    let before = { at: performance.now(), usedMs: this.#usedMs() };
    while (coreShare.length < samples) {
      await delay(sampleMs);
      const now = { at: performance.now(), usedMs: this.#usedMs() };
      coreShare.push((100 * (now.usedMs - before.usedMs)) / (now.at - before.at));
      memory.push(this.#residentMb());
      before = now;
    }
    return { coreShare, memory };
  }

  /** Of all threads, user and system. */
  #usedMs(): number {
    const text = readFileSync(`/proc/${this.#pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [user = 0, system = 0] = fields.slice(11, 13).map(Number);
    return ((user + system) * 1000) / ticksPerSecond;
  }

  #residentMb(): number {
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.#pid}/status`, 'utf8'));
    return Number(found?.[1] ?? NaN) / 1000;
  }
}
