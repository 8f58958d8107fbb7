import type { Logger } from '../../logging/logger.ts';
import type { NewEvent } from '../records/event-store.ts';
import { events } from './replication-events.ts';

export interface SoftRestartParts {
  /** Starts again what runs on the configuration. The process, the link and the console's connections stay. */
  restart: () => Promise<void> | void;
  event: (event: NewEvent) => void;
  /** Whether one is required may be different now. */
  changed: () => void;
  /** ms, never going back. */
  elapsed: () => number;
  logger: Logger;
}

/** After a failure; doubled with each further one. */
const firstRetryMs = 1000;
const lastRetryMs = 30_000;

/**
 * After everything was replaced: one restart at a time, and one more if everything was replaced meanwhile. One that
 * fails is required until one has succeeded, and is tried again.
 */
export class SoftRestart {
  readonly #parts: SoftRestartParts;
  #running = false;
  #wanted = false;
  #stopped = false;
  #retry: NodeJS.Timeout | null = null;
  #retryMs = firstRetryMs;
  /** Said once for all the attempts that fail in the same way. */
  #problem: string | null = null;

  constructor(parts: SoftRestartParts) {
    this.#parts = parts;
  }

  /** What runs is built from a configuration that was replaced since. */
  get isRequired(): boolean {
    return this.#wanted || this.#running;
  }

  require(): void {
    this.#wanted = true;
    if (!this.#running) void this.#run();
  }

  /** For good: nothing is tried again, and nothing is said. What is required then is for whoever comes after. */
  stop(): void {
    this.#stopped = true;
    this.#endRetry();
  }

  async #run(): Promise<void> {
    const { restart, elapsed, changed } = this.#parts;
    this.#endRetry();
    this.#running = true;
    try {
      while (this.#wanted && !this.#stopped) {
        this.#wanted = false;
        const since = elapsed();
        const done = restart();
        if (done instanceof Promise) await done;
        this.#succeeded(elapsed() - since);
      }
    } catch (error) {
      this.#failed(error);
    }
    this.#running = false;
    if (!this.#stopped) changed();
  }

  #endRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }

  #succeeded(tookMs: number): void {
    if (this.#stopped) return;
    this.#retryMs = firstRetryMs;
    this.#problem = null;
    this.#parts.event(events.softRestarted(tookMs));
  }

  #failed(error: unknown): void {
    const { event, logger } = this.#parts;
    const problem = error instanceof Error ? error.message : String(error);
    this.#wanted = true;
    if (this.#stopped) return;
    logger.error('What runs on the configuration could not be started again', error);
    if (problem !== this.#problem) event(events.softRestartFailed(problem));
    this.#problem = problem;
    this.#retry = setTimeout(() => void this.#run(), this.#retryMs).unref();
    this.#retryMs = Math.min(2 * this.#retryMs, lastRetryMs);
  }
}
