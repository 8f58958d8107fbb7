import type { Logger } from '../../logging/logger.ts';
import type { SyncStore } from './sync-record.ts';

/** How often at most the time of the last good comparison is written to disk while nothing changes, ms. */
const keepPeriodMs = 60_000;

/** On disk: when both nodes were last known to hold the same, and what. */
export class KeptSync {
  /** Epoch ms; `null`: never. */
  readonly completedAt: number | null;
  /** When the other node was last heard, epoch ms: what it holds while it is silent is not known. */
  heardAt: number | null = null;
  readonly #syncs: SyncStore;
  readonly #logger: Logger;
  #keptAt: number | null = null;
  #revision: number;

  constructor(syncs: SyncStore, logger: Logger) {
    this.#syncs = syncs;
    this.#logger = logger;
    const { completedAt = null, revision = 0 } = syncs.read() ?? {};
    this.completedAt = completedAt;
    this.#revision = revision;
  }

  /** No configuration is known to have been on both nodes. */
  get isEmpty(): boolean {
    return this.#revision === 0;
  }

  /** True when it was written. A synchronisation that could not be written counts as not completed. */
  keep(completedAt: number, revision: number): boolean {
    // The first configuration there is; or, of another history that a person chose, less than there was.
    const isOther = revision < this.#revision || (this.#revision === 0 && revision > 0);
    if (!isOther && this.#keptAt !== null && Math.abs(completedAt - this.#keptAt) < keepPeriodMs) return false;
    try {
      this.#syncs.write({ completedAt, revision });
      this.#keptAt = completedAt;
      this.#revision = revision;
      return true;
    } catch (error) {
      this.#logger.error('The end of the synchronisation could not be written', error);
      return false;
    }
  }
}
