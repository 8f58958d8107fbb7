import { refusalSpacingMs } from '../loss.ts';
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

  /** The link is gone: knocks now, again when a second refusal counts, and then periodically. */
  start(): void {
    this.stop();
    const round = async (waitMs: number): Promise<void> => {
      const door = this.#door;
      if (door === null) return;
      const timer = setTimeout(() => void round(this.#parts.periodMs()), waitMs);
      this.#timer = timer;
      const answer = await knock(door.host, door.port, this.#parts.periodMs());
      if (answer === 'refused' && this.#timer !== null) this.#parts.refused();
    };
    void round(refusalSpacingMs + 5);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
