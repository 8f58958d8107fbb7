export type Outcome<R> = { ok: true; value: R } | { ok: false; error: unknown };

interface Waiting<T, R> {
  item: T;
  resolve: (value: R) => void;
  reject: (error: unknown) => void;
}

/** What is asked for within one turn of the event loop is committed together, and each is answered by itself. */
export class GroupCommit<T, R> {
  readonly #commit: (items: readonly T[]) => Outcome<R>[];
  #waiting: Waiting<T, R>[] = [];
  #paused = false;

  /** `commit` gives an outcome for each item, in order; when it throws, it has failed for all of them. */
  constructor(commit: (items: readonly T[]) => Outcome<R>[]) {
    this.#commit = commit;
  }

  /** Resolves when the item is on disk. */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.flush());
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

  /** Commits what waits, at once. */
  flush(): void {
    if (this.#paused) return;
    const group = this.#waiting;
    this.#waiting = [];
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
