import { refusalSpacingMs } from '../loss.ts';
import { hastyRounds } from './dialler.ts';
import { knock } from './knock.ts';

export interface KnockerParts {
  periodMs: () => number;
  refused: () => void;
}

/**
 * The Master's way to strong evidence: it never dials, so it knocks at the port that the Backup announced, but only
 * where that worked while they were linked.
 */
export class Knocker {
  readonly #parts: KnockerParts;
  #door: { host: string; port: number } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: KnockerParts) {
    this.#parts = parts;
  }

  /** While linked: remembers the door if it opens. */
  async learn(host: string, port: number): Promise<void> {
    this.#door = null;
    if ((await knock(host, port, 1000)) === 'open') this.#door = { host, port };
  }

  /** The link is gone: knocks now and a few times soon, then periodically. */
  start(): void {
    this.stop();
    void this.#round(0);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #round(number: number): Promise<void> {
    const door = this.#door;
    if (door === null) return;
    const waitMs = number < hastyRounds ? refusalSpacingMs + 5 : this.#parts.periodMs();
    this.#timer = setTimeout(() => void this.#round(number + 1), waitMs);
    const answer = await knock(door.host, door.port, this.#parts.periodMs());
    if (answer === 'refused' && this.#timer !== null) this.#parts.refused();
  }
}
