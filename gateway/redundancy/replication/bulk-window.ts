const firstBytes = 256_000;
const leastBytes = 32_000;
const mostBytes = 4_000_000;
/** How much a new measurement counts against those before. */
const weight = 0.3;

interface Outstanding {
  key: string;
  bytes: number;
  sentAt: number;
}

/**
 * How much may be sent that is not acknowledged: what drains in a tenth of the budget, measured by what was
 * acknowledged, so that a ping never waits behind bulk (rule 7).
 */
export class BulkWindow {
  readonly #elapsed: () => number;
  readonly #budgetMs: () => number;
  #outstanding: Outstanding[] = [];
  #bytesPerMs: number | null = null;
  #freedAt = 0;

  constructor(parts: { elapsed: () => number; budgetMs: () => number }) {
    this.#elapsed = parts.elapsed;
    this.#budgetMs = parts.budgetMs;
  }

  get isEmpty(): boolean {
    return this.#outstanding.length === 0;
  }

  /** Bytes that may be sent now. What is larger than the whole window goes alone. */
  get room(): number {
    const limit = this.#limit();
    if (this.isEmpty) return limit;
    return Math.max(0, limit - this.#outstanding.reduce((sum, { bytes }) => sum + bytes, 0));
  }

  /** How long nothing of what is under way was acknowledged, ms. */
  get waitsForMs(): number {
    const [oldest] = this.#outstanding;
    return oldest === undefined ? 0 : this.#elapsed() - Math.max(oldest.sentAt, this.#freedAt);
  }

  sent(key: string, bytes: number): void {
    this.#outstanding.push({ key, bytes, sentAt: this.#elapsed() });
  }

  /** Acknowledged, with all that was sent before. False: it was never sent, or is acknowledged already. */
  freed(key: string): boolean {
    const index = this.#outstanding.findIndex((each) => each.key === key);
    if (index < 0) return false;
    const now = this.#elapsed();
    const done = this.#outstanding.splice(0, index + 1);
    const bytes = done.reduce((sum, each) => sum + each.bytes, 0);
    const tookMs = Math.max(0.1, now - Math.max(this.#freedAt, done[0]?.sentAt ?? now));
    this.#freedAt = now;
    // Small change sets measure the way there and back, not the room on it.
    if (bytes >= leastBytes) this.#measure(bytes / tookMs);
    return true;
  }

  /** The link is gone, and with it what was on it. */
  clear(): void {
    this.#outstanding = [];
    this.#bytesPerMs = null;
  }

  #measure(bytesPerMs: number): void {
    this.#bytesPerMs = (this.#bytesPerMs ?? bytesPerMs) * (1 - weight) + bytesPerMs * weight;
  }

  #limit(): number {
    if (this.#bytesPerMs === null) return firstBytes;
    return Math.min(mostBytes, Math.max(leastBytes, (this.#bytesPerMs * this.#budgetMs()) / 10));
  }
}
