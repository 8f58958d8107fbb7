/** A hidden tab asks once a minute only. */
const keptMs = 75_000;
const fewest = 50;
/** Pages that are counted: what strangers make up must neither fill the memory nor keep the real ones waiting. */
const most = 10_000;
const spreadPerPageMs = 2;

/** The runtime pages that ask for the heartbeat, each under a name that it made up. */
export class RuntimePages {
  readonly #now: () => number;
  /** When each asked last, oldest first. */
  readonly #heardAt = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  heard(page: string): void {
    this.#forget();
    this.#heardAt.delete(page);
    if (this.#heardAt.size < most) this.#heardAt.set(page, this.#now());
  }

  /** Over how long they should spread when they all come here, ms: 2 s per thousand, none for a few. */
  spreadMs(): number {
    this.#forget();
    return this.#heardAt.size < fewest ? 0 : this.#heardAt.size * spreadPerPageMs;
  }

  #forget(): void {
    const oldest = this.#now() - keptMs;
    for (const [page, at] of this.#heardAt) {
      if (at >= oldest) return;
      this.#heardAt.delete(page);
    }
  }
}
