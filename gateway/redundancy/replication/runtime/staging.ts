import type { RuntimeEntry } from './runtime-map.ts';
import { hashOf } from './value-hash.ts';

/** Everything of a map, put aside part by part until all of it has come. */
export class Staging<T> {
  readonly entries = new Map<string, RuntimeEntry<T>>();
  #digest = 0;
  #newest = 0;

  get digest(): number {
    return this.#digest;
  }

  /** No row is newer than this sequence. */
  get newest(): number {
    return this.#newest;
  }

  add(rows: readonly unknown[], at: number): void {
    this.#newest = Math.max(this.#newest, at);
    for (let index = 0; index < rows.length; index += 2) {
      const key = rows[index] as string;
      const value = rows[index + 1] as T;
      const hash = hashOf(key, value);
      this.#digest = (this.#digest + hash - (this.entries.get(key)?.hash ?? 0)) | 0;
      this.entries.set(key, { key, value, sequence: at, hash, changed: false });
    }
  }

  valueOf(key: string): T | null {
    return this.entries.get(key)?.value ?? null;
  }
}
