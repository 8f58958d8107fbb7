export interface StayAwakeParts {
  /** ms, never going back. */
  elapsed: () => number;
  /** Runs it in the next turn of the event loop, which does not sleep before it. */
  nextTurn: (work: () => void) => void;
}

/** Beyond this it is cheaper to sleep. */
const mostMs = 0.5;

/**
 * Keeps the event loop turning while an answer is expected within a fraction of a millisecond: a processor that fell
 * asleep takes nearly as long to wake. Where the last answer took longer, it sleeps.
 */
export class StayAwake {
  readonly #parts: StayAwakeParts;
  #askedAt: number | null = null;
  #lastMs = Infinity;
  #turns = false;

  constructor(parts: StayAwakeParts) {
    this.#parts = parts;
  }

  /** Somebody waits for an answer, and nobody else does. */
  asked(): void {
    this.#askedAt = this.#parts.elapsed();
    if (!this.#turns) this.#turn();
  }

  answered(): void {
    if (this.#askedAt !== null) this.#lastMs = this.#parts.elapsed() - this.#askedAt;
    this.#askedAt = null;
  }

  /** Nobody waits any more, or so many that there is enough to do. */
  sleep(): void {
    this.#askedAt = null;
  }

  #turn(): void {
    const { elapsed, nextTurn } = this.#parts;
    this.#turns = this.#askedAt !== null && this.#lastMs < mostMs && elapsed() - this.#askedAt < mostMs;
    if (this.#turns) nextTurn(() => this.#turn());
  }
}
