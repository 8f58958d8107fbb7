import type { Position } from '#contract/replication-frames';
import type { ConfigLog } from '../../config/resources/config-log.ts';

/** What a Master keeps on disk for its Backup. */
export interface CacheFigures {
  /** Changes that the Backup has not acknowledged. */
  updates: number;
  /** Room that these take in the log. */
  bytes: number;
  /** Room that the whole log takes. */
  logBytes: number;
}

interface Counted {
  lineage: string;
  after: number;
  upTo: number;
  bytes: number;
}

/** Measures the log of changes. Counts on from the last time: a long log is not read again each second. */
export class CacheMeasure {
  readonly #log: ConfigLog;
  #counted: Counted | null = null;

  constructor(log: ConfigLog) {
    this.#log = log;
  }

  /** `acknowledged`: the revision up to which the Backup has everything. */
  figures(head: Position | null, acknowledged: number): CacheFigures {
    const logBytes = this.#log.bytes();
    const oldest = this.#log.oldest();
    if (head === null || oldest === null || acknowledged >= head.revision) return { updates: 0, bytes: 0, logBytes };
    // The log does not reach back to the Backup: it waits for all of it.
    if (oldest > acknowledged) return { updates: head.revision - oldest + 1, bytes: logBytes, logBytes };
    const bytes = this.#count(head, acknowledged, oldest);
    return { updates: head.revision - acknowledged, bytes, logBytes };
  }

  #count({ lineage, revision: upTo }: Position, after: number, oldest: number): number {
    const last = this.#counted;
    const goesOn =
      last?.lineage === lineage &&
      last.after <= after &&
      last.upTo <= upTo &&
      last.upTo >= after &&
      last.after >= oldest - 1;
    const bytes = goesOn
      ? last.bytes + this.#log.bytesBetween(last.upTo, upTo) - this.#log.bytesBetween(last.after, after)
      : this.#log.bytesBetween(after, upTo);
    this.#counted = { lineage, after, upTo, bytes };
    return bytes;
  }
}
