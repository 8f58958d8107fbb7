import type { EventReason } from '#contract/redundancy-events';
import type { NewEvent } from '../records/event-store.ts';

const windowMs = 600_000;
/**
 * What may come again each few seconds, for days: then it must not push out the rest of what is remembered. As many as
 * stand in the list one by one: of what is sent anew at least those that make a sync loop; a trouble is said once.
 */
const repeating: Partial<Record<EventReason, number>> = {
  fullSyncDataOnly: 10,
  fullSyncResumed: 10,
  fullSyncFailed: 3,
  runtimeFullSync: 3,
  fullSyncFull: 3,
  digestMismatch: 1,
  runtimeRefused: 1,
};

interface Repeated {
  written: number;
  /** Not written down one by one. */
  held: number;
  last: NewEvent;
  timer: NodeJS.Timeout;
}

/** Writes down what happens; what repeats is summed in one event for ten minutes, as long as it goes on. */
export class RepeatedEvents {
  readonly #write: (event: NewEvent) => void;
  readonly #repeated = new Map<string, Repeated>();

  constructor(write: (event: NewEvent) => void) {
    this.#write = write;
  }

  add(event: NewEvent): void {
    const most = repeating[event.reasonCode];
    if (most === undefined) return this.#write(event);
    const key = `${event.reasonCode} ${event.provider ?? ''}`;
    const known = this.#repeated.get(key) ?? { written: 0, held: 0, last: event, timer: this.#watch(key) };
    this.#repeated.set(key, known);
    known.last = event;
    if (known.written >= most) {
      known.held += 1;
      return;
    }
    known.written += 1;
    this.#write(event);
  }

  /** What was held back is written down. */
  stop(): void {
    for (const [key, { timer }] of this.#repeated) {
      clearTimeout(timer);
      this.#sum(key);
    }
    this.#repeated.clear();
  }

  #watch(key: string): NodeJS.Timeout {
    return setTimeout(() => this.#ended(key), windowMs).unref();
  }

  /** Goes on to be summed while it goes on. */
  #ended(key: string): void {
    const known = this.#repeated.get(key);
    if (known === undefined) return;
    if (known.held === 0) {
      this.#repeated.delete(key);
      return;
    }
    this.#sum(key);
    known.held = 0;
    known.timer = this.#watch(key);
  }

  #sum(key: string): void {
    const { held = 0, last } = this.#repeated.get(key) ?? {};
    if (held === 0 || last === undefined) return;
    const times = held === 1 ? 'once more' : `${held} times more`;
    this.#write({ ...last, reason: `${last.reason} (${times} within ten minutes)` });
  }
}
