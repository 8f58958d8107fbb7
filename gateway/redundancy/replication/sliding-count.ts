const windowMs = 60_000;
const bucketMs = 1000;

/** How often something happened in the last 60 s. */
export class SlidingCount {
  readonly #now: () => number;
  #buckets: { at: number; count: number }[] = [];

  /** `now` must not go back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  add(count: number): void {
    const at = Math.floor(this.#now() / bucketMs) * bucketMs;
    const last = this.#buckets.at(-1);
    if (last?.at === at) {
      last.count += count;
      return;
    }
    this.#forget();
    this.#buckets.push({ at, count });
  }

  perSecond(): number {
    this.#forget();
    return this.#buckets.reduce((sum, { count }) => sum + count, 0) / (windowMs / 1000);
  }

  #forget(): void {
    const oldest = this.#now() - windowMs;
    this.#buckets = this.#buckets.filter(({ at }) => at > oldest);
  }
}
