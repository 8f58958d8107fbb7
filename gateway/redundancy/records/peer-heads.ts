import type { ProviderId } from '#contract/providers';
import type { Heads, SharedRecord } from '#contract/record-frames';
import type { ProviderStatistics } from '../replication/provider-statistics.ts';
import type { RecordStore } from './record-store.ts';

interface Sent {
  origin: string;
  /** The last one of the batch. */
  sequence: number;
  count: number;
}

/** Of one provider: how far each origin's records were sent on this link. */
interface Line {
  /** All of it is being sent again. */
  repeats: boolean;
  sent: Map<string, number>;
  underWay: Map<number, Sent>;
}

/** How far each origin's records are on the other node: acknowledged, which survives a restart, and under way. */
export class PeerHeads {
  readonly #store: RecordStore;
  readonly #statistics: ProviderStatistics;
  readonly #lines = new Map<ProviderId, Line>();

  constructor(store: RecordStore, statistics: ProviderStatistics) {
    this.#store = store;
    this.#statistics = statistics;
  }

  /** The link is gone: only what was acknowledged counts. */
  cut(): void {
    this.#lines.clear();
  }

  /** The peer says where it stands. What is not named, it does not have. */
  stands(provider: ProviderId, heads: Heads): void {
    const known = new Map(heads.map(({ origin, highest }) => [origin, highest]));
    for (const { origin } of this.#store.heads(provider)) this.#acknowledge(provider, origin, known.get(origin) ?? 0);
    const sent = new Map(known);
    this.#lines.set(provider, { repeats: false, sent, underWay: new Map() });
  }

  /** Everything is sent once more, whatever the peer sends meanwhile. */
  repeat(provider: ProviderId): void {
    this.stands(provider, []);
    this.#line(provider).repeats = true;
  }

  /** What the peer sent, it holds, with all before: it sends in order. */
  holds(provider: ProviderId, records: readonly SharedRecord[]): void {
    const line = this.#line(provider);
    if (line.repeats) return;
    for (const { origin, sequence } of records) {
      if (sequence > (line.sent.get(origin) ?? 0)) line.sent.set(origin, sequence);
      if (sequence > this.#acknowledged(provider, origin)) this.#acknowledge(provider, origin, sequence);
    }
  }

  /** The origin with something to send, and after which of its records; `null`: everything is sent. */
  next(provider: ProviderId): { origin: string; sequence: number } | null {
    const { sent } = this.#line(provider);
    const behind = this.#store.heads(provider).find(({ origin, highest }) => highest > (sent.get(origin) ?? 0));
    return behind === undefined ? null : { origin: behind.origin, sequence: sent.get(behind.origin) ?? 0 };
  }

  sent(provider: ProviderId, number: number, batch: Sent): void {
    const line = this.#line(provider);
    line.sent.set(batch.origin, batch.sequence);
    line.underWay.set(number, batch);
  }

  /** How many records the acknowledged batch had. */
  taken(provider: ProviderId, number: number): number {
    const { underWay } = this.#line(provider);
    const batch = underWay.get(number);
    if (batch === undefined) return 0;
    underWay.delete(number);
    const { origin, sequence, count } = batch;
    if (sequence > this.#acknowledged(provider, origin)) this.#acknowledge(provider, origin, sequence);
    return count;
  }

  /** What was sent and not acknowledged is sent again. */
  refused(provider: ProviderId): void {
    const heads = this.#store.heads(provider).map(({ origin }) => ({
      origin,
      highest: this.#acknowledged(provider, origin),
    }));
    this.stands(provider, heads);
  }

  isSettled(provider: ProviderId): boolean {
    const line = this.#line(provider);
    if (line.underWay.size > 0 || this.next(provider) !== null) return false;
    line.repeats = false;
    return true;
  }

  pending(provider: ProviderId): number {
    return this.#store
      .heads(provider)
      .map(({ origin }) => this.#store.countAfter(provider, origin, this.#acknowledged(provider, origin)))
      .reduce((sum, count) => sum + count, 0);
  }

  #line(provider: ProviderId): Line {
    const known = this.#lines.get(provider);
    if (known !== undefined) return known;
    const line: Line = { repeats: false, sent: new Map(), underWay: new Map() };
    this.#lines.set(provider, line);
    return line;
  }

  #acknowledged(provider: ProviderId, origin: string): number {
    return Number(this.#statistics.acknowledged(`${provider} ${origin}`) ?? 0);
  }

  #acknowledge(provider: ProviderId, origin: string, sequence: number): void {
    this.#statistics.acknowledge(`${provider} ${origin}`, String(sequence));
  }
}
