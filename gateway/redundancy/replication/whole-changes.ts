import type { ProviderId } from '#contract/providers';
import type { ProviderStatistics } from './provider-statistics.ts';

/** Counts the changes of a provider that is always sent whole: one acknowledgement covers all of them. */
export class WholeChanges {
  readonly #id: ProviderId;
  readonly #statistics: ProviderStatistics;
  readonly #hash: () => string;
  #count = 0;

  /** `hash`: equal for equal states. */
  constructor(id: ProviderId, parts: { statistics: ProviderStatistics; hash: () => string }) {
    this.#id = id;
    this.#statistics = parts.statistics;
    this.#hash = parts.hash;
  }

  get pending(): number {
    return this.#count;
  }

  /** What was changed before this process started, and not acknowledged, is one change at least. */
  start(): void {
    if (this.#statistics.acknowledged(this.#id) !== this.#hash()) this.changed();
  }

  changed(): void {
    this.#count += 1;
    this.#statistics.queued(this.#id, 1);
  }

  /** The other node holds what is held here now. */
  acknowledged(took: { pullMs: number | null; applyMs: number | null }): void {
    this.#statistics.dispatched(this.#id, this.#count);
    this.#statistics.acknowledge(this.#id, this.#hash());
    this.#statistics.pulled([this.#id], took);
    this.#count = 0;
  }
}
