const windowMs = 10_000;
const bucketMs = 100;
/** After so long without anything it begins anew: what is under way is acknowledged much sooner. */
const pauseMs = 2000;

/** How fast something goes at the moment: over the last 10 s, and of those only since it began, or went on. */
export class DrainRate {
  readonly #now: () => number;
  #buckets: { at: number; count: number }[] = [];

  /** `now` must not go back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  add(count: number): void {
    const at = Math.floor(this.#now() / bucketMs) * bucketMs;
    if (at - (this.#buckets.at(-1)?.at ?? at) > pauseMs) this.#buckets = [];
    const last = this.#buckets.at(-1);
    if (last?.at === at) {
      last.count += count;
      return;
    }
    this.#forget();
    this.#buckets.push({ at, count });
  }

  /** `null`: nothing went in that time. */
  perSecond(): number | null {
    this.#forget();
    const [first] = this.#buckets;
    if (first === undefined) return null;
    const spanMs = Math.max(bucketMs, this.#now() - first.at);
    return (this.#buckets.reduce((sum, { count }) => sum + count, 0) * 1000) / spanMs;
  }

  #forget(): void {
    const oldest = this.#now() - windowMs;
    this.#buckets = this.#buckets.filter(({ at }) => at > oldest);
  }
}
