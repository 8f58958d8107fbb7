import type { NewEvent } from '../records/event-store.ts';

export interface RateParts {
  /** Full synchronisations that this node wrote down since then and that nobody asked for; survives a restart. */
  countSince: (at: number) => number;
  event: (event: NewEvent) => void;
  /** Epoch ms. */
  now: () => number;
}

const hourMs = 3_600_000;
const loopWindowMs = 600_000;
const loopCount = 3;

/** How often everything had to be sent anew, though nobody asked for it: when it repeats, something is wrong. */
export class FullSyncRate {
  readonly #parts: RateParts;
  #saidAt: number | null = null;

  constructor(parts: RateParts) {
    this.#parts = parts;
  }

  get lastHour(): number {
    return this.#parts.countSince(this.#parts.now() - hourMs);
  }

  get isLoop(): boolean {
    return this.#parts.countSince(this.#parts.now() - loopWindowMs) >= loopCount;
  }

  /** One more was written down. */
  noted(): void {
    const { now, event } = this.#parts;
    if (!this.isLoop || (this.#saidAt !== null && now() - this.#saidAt < loopWindowMs)) return;
    this.#saidAt = now();
    event({
      severity: 'warning',
      reasonCode: 'syncLoop',
      reason:
        `Full synchronisations repeat (sync loop): ${loopCount} within ten minutes that nobody asked for. The link ` +
        'may break again and again, or the log of changes is too small for what is written.',
      provider: null,
    });
  }
}
