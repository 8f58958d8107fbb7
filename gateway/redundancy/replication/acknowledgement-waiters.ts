import { StayAwake } from './stay-awake.ts';

/** Whoever waits until the Backup has acknowledged a revision. */
export class AcknowledgementWaiters {
  readonly #waiting = new Set<{ revision: number; end: (done: boolean) => void }>();
  readonly #awake: StayAwake;

  /** `elapsed`: ms, never going back. */
  constructor(elapsed: () => number) {
    this.#awake = new StayAwake({ elapsed, nextTurn: (work) => setImmediate(work) });
  }

  /** `Infinity`: everything anew. False when it takes longer. */
  wait(revision: number, patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (done: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(waiter);
        this.#awake.sleep();
        resolve(done);
      };
      const waiter = { revision, end };
      const timer = setTimeout(() => end(false), patienceMs);
      this.#waiting.add(waiter);
      if (this.#waiting.size === 1) this.#awake.asked();
      else this.#awake.sleep();
    });
  }

  reached(revision: number): void {
    this.#awake.answered();
    for (const waiter of this.#waiting) if (revision >= waiter.revision) waiter.end(true);
  }

  /** Everything was sent anew, up to some revision, and is there. */
  reachedAll(): void {
    for (const waiter of this.#waiting) if (waiter.revision === Infinity) waiter.end(true);
  }

  /** The link is gone. */
  end(): void {
    for (const { end } of this.#waiting) end(false);
  }
}
