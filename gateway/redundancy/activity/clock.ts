import type { Now } from './activity-types.ts';

/** A difference this large between the two system clocks is time spent in suspend, ms. */
const suspendMs = 500;

/** What the system offers, in ms: Node's monotonic clock stands still in suspend, the time since boot does not. */
export interface SystemClocks {
  monotonic: () => number;
  sinceBoot: () => number;
  /** Epoch ms. */
  wall: () => number;
}

/** Makes the two clocks that the decision needs. */
export class Clock {
  readonly #system: SystemClocks;
  #lead: number;

  constructor(system: SystemClocks) {
    this.#system = system;
    this.#lead = system.sinceBoot() - system.monotonic();
  }

  now(): Now {
    const { monotonic, sinceBoot, wall } = this.#system;
    const lead = sinceBoot() - monotonic();
    if (lead - this.#lead > suspendMs) this.#lead = lead;
    return { elapsedMs: monotonic() + this.#lead, wallAt: wall() };
  }

  /**
   * For measurements: time spent in suspend since the last `now()` is not in it, so nothing may be decided by it. To
   * ask for the time since boot costs more than most of what is measured.
   */
  measured(): Now {
    const { monotonic, wall } = this.#system;
    return { elapsedMs: monotonic() + this.#lead, wallAt: wall() };
  }
}
