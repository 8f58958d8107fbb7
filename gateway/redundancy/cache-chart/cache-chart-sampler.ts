import type { CacheFigures } from './cache-chart-figures.ts';

export interface SamplerParts {
  /** `null`: this node keeps nothing for another one. */
  measure: () => CacheFigures | null;
  add: (figures: CacheFigures) => void;
  /** ms, never going back. */
  elapsed: () => number;
  failed: (error: unknown) => void;
}

const periodMs = 1000;
/** A stream of changes is not measured more often than this. */
const shortestMs = 50;

/** Measures at a period, and besides when something has changed. */
export class CacheSampler {
  readonly #parts: SamplerParts;
  #timer: NodeJS.Timeout | null = null;
  #lastMs = -Infinity;

  constructor(parts: SamplerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => this.#sample(), periodMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  changed(): void {
    if (this.#timer !== null && this.#parts.elapsed() - this.#lastMs >= shortestMs) this.#sample();
  }

  #sample(): void {
    const { measure, add, elapsed, failed } = this.#parts;
    this.#lastMs = elapsed();
    try {
      const figures = measure();
      if (figures !== null) add(figures);
    } catch (error) {
      failed(error);
    }
  }
}
