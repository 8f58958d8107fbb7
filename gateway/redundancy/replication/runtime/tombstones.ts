import type { RuntimeEntry } from './runtime-map.ts';

const mostTombstones = 10_000;

/** Keys that were deleted, so that the other node hears of it later: the newest ones. */
export class Tombstones<T> {
  readonly #entries = new Map<string, RuntimeEntry<T>>();
  /** Of what was deleted until here nothing is known. */
  #reachBackTo = 0;

  add(entry: RuntimeEntry<T>): void {
    this.#entries.delete(entry.key);
    this.#entries.set(entry.key, entry);
    if (this.#entries.size <= mostTombstones) return;
    const [oldest] = this.#entries.values();
    if (oldest === undefined) return;
    this.#entries.delete(oldest.key);
    this.#reachBackTo = Math.max(this.#reachBackTo, oldest.sequence);
  }

  /** The key exists again. */
  take(key: string): RuntimeEntry<T> | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    this.#entries.delete(key);
    return entry;
  }

  after(sequence: number): RuntimeEntry<T>[] | null {
    if (sequence < this.#reachBackTo) return null;
    return [...this.#entries.values()].filter((entry) => entry.sequence > sequence);
  }

  all(): Iterable<RuntimeEntry<T>> {
    return this.#entries.values();
  }

  /** Nothing is known of what was deleted until here. */
  forget(until: number): void {
    this.#entries.clear();
    this.#reachBackTo = until;
  }
}
