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

/** After everything was replaced: one restart at a time, and one more if everything was replaced meanwhile. */
export class SoftRestart {
  readonly #parts: SoftRestartParts;
  #running = false;
  #wanted = false;

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

  async #run(): Promise<void> {
    const { restart, event, elapsed, changed, logger } = this.#parts;
    this.#running = true;
    try {
      while (this.#wanted) {
        this.#wanted = false;
        const since = elapsed();
        const done = restart();
        if (done instanceof Promise) await done;
        event(events.softRestarted(elapsed() - since));
      }
    } catch (error) {
      this.#wanted = true;
      logger.error('What runs on the configuration could not be started again', error);
      event(events.softRestartFailed(error instanceof Error ? error.message : String(error)));
    }
    this.#running = false;
    changed();
  }
}
