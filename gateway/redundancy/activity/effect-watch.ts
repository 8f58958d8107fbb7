import type { Effect } from './activity-types.ts';

/** Tells whoever waits for it what the decision brought about. */
export class EffectWatch {
  readonly #listeners = new Set<(effect: Effect) => void>();

  tell(effect: Effect): void {
    this.#listeners.forEach((listener) => listener(effect));
  }

  /** The first effect from now on that `wanted` makes something of; `null` if none comes in time. */
  next<T>(wanted: (effect: Effect) => T | null, patienceMs: number): Promise<T | null> {
    return new Promise((resolve) => {
      const end = (found: T | null) => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve(found);
      };
      const listener = (effect: Effect) => {
        const found = wanted(effect);
        if (found !== null) end(found);
      };
      const timer = setTimeout(() => end(null), patienceMs);
      this.#listeners.add(listener);
    });
  }
}
