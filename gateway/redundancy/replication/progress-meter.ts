import type { SyncProgress } from '#contract/redundancy-status';

/** How far a full synchronisation is, as it is measured on this node. */
export class ProgressMeter {
  readonly #now: () => number;
  readonly #elapsed: () => number;
  #run: { startedAt: number; since: number; from: number; bytes: number; totalBytes: number } | null = null;

  /** `now`: epoch ms; `elapsed`: ms, never going back. */
  constructor({ now, elapsed }: { now: () => number; elapsed: () => number }) {
    this.#now = now;
    this.#elapsed = elapsed;
  }

  /** `bytes`: there already, of a transfer that goes on. */
  begin(bytes: number, totalBytes: number): void {
    this.#run = { startedAt: this.#now(), since: this.#elapsed(), from: bytes, bytes, totalBytes };
  }

  reach(bytes: number): void {
    if (this.#run !== null) this.#run.bytes = Math.max(this.#run.bytes, bytes);
  }

  end(): void {
    this.#run = null;
  }

  /** `null`: nothing runs. */
  facts(): SyncProgress | null {
    if (this.#run === null) return null;
    const { startedAt, since, from, bytes, totalBytes } = this.#run;
    const tookMs = this.#elapsed() - since;
    const bytesPerSec = bytes > from && tookMs > 0 ? Math.round(((bytes - from) * 1000) / tookMs) : null;
    return { scope: 'configuration', bytes, totalBytes, startedAt, bytesPerSec };
  }
}
