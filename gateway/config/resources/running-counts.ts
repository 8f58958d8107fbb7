import type { Counts } from './counts.ts';

interface Counted {
  after: number;
  upTo: number;
  counts: Counts;
}

/** Counts on from the last time: who asks each second how much is pending has no long log read each second. */
export class RunningCounts {
  /** Reads every change after one revision and up to another. */
  readonly #read: (after: number, upTo: number) => Counts;
  #last: Counted | null = null;

  constructor(read: (after: number, upTo: number) => Counts) {
    this.#read = read;
  }

  /** Changes per provider after one revision and up to another. */
  counts(after: number, upTo: number): Counts {
    const last = this.#last;
    const goesOn = last !== null && last.after <= after && after <= last.upTo && last.upTo <= upTo;
    const counts = goesOn
      ? sum(last.counts, this.#part(last.upTo, upTo), this.#part(last.after, after))
      : this.#read(after, upTo);
    this.#last = { after, upTo, counts };
    return counts;
  }

  /** Called before changes up to this revision are forgotten. */
  forgetting(upTo: number): void {
    const last = this.#last;
    if (last === null || upTo <= last.after) return;
    this.#last = upTo > last.upTo ? null : { ...last, counts: sum(last.counts, {}, this.#part(last.after, upTo)) };
  }

  clear(): void {
    this.#last = null;
  }

  #part(after: number, upTo: number): Counts {
    return after === upTo ? {} : this.#read(after, upTo);
  }
}

/** Without providers that have no change. */
function sum(counts: Counts, more: Counts, less: Counts): Counts {
  const providers = [...new Set([...Object.keys(counts), ...Object.keys(more)])];
  const total = (provider: string) => (counts[provider] ?? 0) + (more[provider] ?? 0) - (less[provider] ?? 0);
  return Object.fromEntries(providers.map((each) => [each, total(each)] as const).filter(([, count]) => count !== 0));
}
