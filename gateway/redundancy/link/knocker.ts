import { refusalSpacingMs } from '../activity/loss.ts';
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
  /** Which loss of the link is knocked about: an answer to an earlier one is no evidence. */
  #series = 0;
  #lessons = 0;

  constructor(parts: KnockerParts) {
    this.#parts = parts;
  }

  /** While linked: remembers the door if it opens. */
  async learn(host: string, port: number): Promise<void> {
    this.#door = null;
    const lesson = ++this.#lessons;
    const answer = await knock(host, port, 1000);
    if (answer === 'open' && lesson === this.#lessons) this.#door = { host, port };
  }

  /** The link is gone: knocks now and a few times soon, then periodically. */
  start(): void {
    this.stop();
    void this.#round(0, this.#series);
  }

  stop(): void {
    this.#series += 1;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #round(number: number, series: number): Promise<void> {
    const door = this.#door;
    if (door === null) return;
    const waitMs = number < hastyRounds ? refusalSpacingMs + 5 : this.#parts.periodMs();
    this.#timer = setTimeout(() => void this.#round(number + 1, series), waitMs);
    const answer = await knock(door.host, door.port, this.#parts.periodMs());
    if (answer === 'refused' && series === this.#series) this.#parts.refused();
  }
}
