import type { RuntimeProviderId } from '#contract/providers';

/** What a key holds. `sequence` grows with every write of the map, so that what is newer than a point can be told. */
export interface RuntimeEntry<T> {
  value: T;
  sequence: number;
}

/** State of the plant that follows the active node: the active node writes, the other one takes over what it is sent. */
export class RuntimeMap<T> {
  readonly id: RuntimeProviderId;
  readonly #entries = new Map<string, RuntimeEntry<T>>();
  readonly #listeners = new Set<(keys: readonly string[]) => void>();
  #sequence = 0;

  constructor(id: RuntimeProviderId) {
    this.id = id;
  }

  get(key: string): T | null {
    return this.#entries.get(key)?.value ?? null;
  }

  keys(): Iterable<string> {
    return this.#entries.keys();
  }

  /** Only the active node writes: whoever calls this has asked the fence. */
  set(key: string, value: T): void {
    this.#sequence += 1;
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { value, sequence: this.#sequence });
    else {
      entry.value = value;
      entry.sequence = this.#sequence;
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** Hears which keys the other node's data replaced or added here; not what is set here. */
  onTaken(listener: (keys: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
