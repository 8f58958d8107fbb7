import { uptime } from 'node:os';
import type { Now } from './activity-types.ts';

/** A difference this large between the two system clocks is time spent in suspend, ms. */
const suspendMs = 500;

/** Reads the clocks that the decision needs. The monotonic clock of Node stands still in suspend, the uptime does not. */
export class Clock {
  readonly #monotonic: () => number;
  readonly #sinceBoot: () => number;
  readonly #wall: () => number;
  #lead: number;

  constructor(monotonic = () => performance.now(), sinceBoot = () => uptime() * 1000, wall = () => Date.now()) {
    this.#monotonic = monotonic;
    this.#sinceBoot = sinceBoot;
    this.#wall = wall;
    this.#lead = sinceBoot() - monotonic();
  }

  now(): Now {
    const lead = this.#sinceBoot() - this.#monotonic();
    if (lead - this.#lead > suspendMs) this.#lead = lead;
    return { elapsedMs: this.#monotonic() + this.#lead, wallAt: this.#wall() };
  }
}
