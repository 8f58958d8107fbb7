import { cpuUsage, memoryUsage } from 'node:process';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Of this process, as whole numbers: processor in percent of a core, memory in MB, delay of the event loop in ms. */
export interface HostValues {
  cpu: number;
  memory: number;
  eventLoopDelay: number;
}

const resolutionMs = 20;

/** Measures the process between one look and the next. */
export class HostMetrics {
  #delays: ReturnType<typeof monitorEventLoopDelay> | null = null;
  #before = { usage: cpuUsage(), at: performance.now() };

  start(): void {
    this.#delays = monitorEventLoopDelay({ resolution: resolutionMs });
    this.#delays.enable();
    this.#before = { usage: cpuUsage(), at: performance.now() };
  }

  stop(): void {
    this.#delays?.disable();
    this.#delays = null;
  }

  /** Since the last look. */
  measure(): HostValues {
    const { usage, at } = this.#before;
    const used = cpuUsage(usage);
    const now = performance.now();
    this.#before = { usage: cpuUsage(), at: now };
    const longestMs = (this.#delays?.max ?? 0) / 1e6;
    // From its next tick on, at most `resolutionMs` from now: a stall that begins before that is not seen.
    this.#delays?.reset();
    return {
      cpu: Math.round((used.user + used.system) / 10 / Math.max(1, now - at)),
      memory: Math.round(memoryUsage.rss() / 1e6),
      eventLoopDelay: Math.max(0, Math.round(longestMs - resolutionMs)),
    };
  }
}
