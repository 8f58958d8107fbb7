export type Outcome<R> = { ok: true; value: R } | { ok: false; error: unknown };

interface Waiting<T, R> {
  item: T;
  resolve: (value: R) => void;
  reject: (error: unknown) => void;
}

/**
 * What is asked for within one turn of the event loop is committed together, and each is answered by itself. Where each
 * is written by another node too, half of all that is under way is one group: both nodes write at once.
 */
export class GroupCommit<T, R> {
  readonly #commit: (items: readonly T[]) => Outcome<R>[];
  readonly #elsewhere: () => number | null;
  #waiting: Waiting<T, R>[] = [];
  #paused = false;

  /**
   * `commit` gives an outcome for each item, in order; when it throws, it has failed for all of them. `elsewhere`: how
   * many are committed here, and not yet on the other node; `null`: it writes none.
   */
  constructor(commit: (items: readonly T[]) => Outcome<R>[], elsewhere: () => number | null) {
    this.#commit = commit;
    this.#elsewhere = elsewhere;
  }

  /** Resolves when the item is on disk. */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#turn());
    });
  }

  /** Nothing is committed until it is resumed: whoever asks waits. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.flush();
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  /** Commits all that waits, at once. */
  flush(): void {
    if (!this.#paused) this.#commitFirst(this.#waiting.length);
  }

  #turn(): void {
    if (this.#paused) return;
    const elsewhere = this.#elsewhere();
    const count = this.#waiting.length;
    this.#commitFirst(elsewhere === null ? count : Math.ceil((count + elsewhere) / 2));
    if (this.#waiting.length > 0) setImmediate(() => this.#turn());
  }

  #commitFirst(count: number): void {
    const group = this.#waiting.splice(0, count);
    if (group.length === 0) return;
    try {
      const outcomes = this.#commit(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome?.ok === true) resolve(outcome.value);
        else reject(outcome?.error);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
