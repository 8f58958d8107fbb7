/** Whoever waits until the Backup has acknowledged a revision. */
export class AcknowledgementWaiters {
  readonly #waiting = new Set<{ revision: number; end: (done: boolean) => void }>();

  /** `Infinity`: everything anew. False when it takes longer. */
  wait(revision: number, patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (done: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(waiter);
        resolve(done);
      };
      const waiter = { revision, end };
      const timer = setTimeout(() => end(false), patienceMs);
      this.#waiting.add(waiter);
    });
  }

  reached(revision: number): void {
    for (const waiter of this.#waiting) if (revision >= waiter.revision) waiter.end(true);
  }

  /** Everything was sent anew, up to some revision, and is there. */
  reachedAll(): void {
    for (const waiter of this.#waiting) if (waiter.revision === Infinity) waiter.end(true);
  }

  /** The Backup could not take the changes that were under way. Everything anew may still be on its way. */
  refused(): void {
    for (const waiter of this.#waiting) if (waiter.revision !== Infinity) waiter.end(false);
  }

  /** The link is gone. */
  end(): void {
    for (const { end } of this.#waiting) end(false);
  }
}
