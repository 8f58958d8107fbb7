import type { ProviderId } from '#contract/providers';
import type { RecordFrame, SharedRecord } from '#contract/record-frames';
import type { NewEvent } from './event-store.ts';
import { BulkWindow } from '../replication/bulk-window.ts';
import type { ProviderStatistics } from '../replication/provider-statistics.ts';
import type { Logger } from '../../logging/logger.ts';
import { PeerHeads } from './peer-heads.ts';
import { type RecordStore, sharedProviders } from './record-store.ts';
import { sinceSent } from '../since-sent.ts';

export interface ExchangeParts {
  store: RecordStore;
  statistics: ProviderStatistics;
  send: (frame: RecordFrame) => void;
  event: (event: NewEvent) => void;
  /** Epoch ms. */
  now: () => number;
  elapsed: () => number;
  budgetMs: () => number;
  /** The peer's clock minus this one's, ms. */
  peerClockOffsetMs: () => number | null;
  logger: Logger;
  /** Runs the work after what runs now: records that are written together are sent together. */
  soon?: (work: () => void) => void;
}

type Records = Extract<RecordFrame, { type: 'records' }>;
type Digest = Extract<RecordFrame, { type: 'digest' }>;

const mostAtOnce = 200;
const mostBytes = 64_000;
const confirmMs = 2000;

/** Brings what either node wrote to the other one: what was missed when the link opens, new records at once. */
export class RecordExchange {
  readonly #parts: ExchangeParts;
  readonly #window: BulkWindow;
  readonly #peer: PeerHeads;
  #linked = false;
  /** The peer has said where it stands on this link. */
  #greeted = false;
  #due = false;
  #number = 0;
  /** Nothing more is sent of these until the next confirmation: the peer could not write. */
  readonly #held = new Set<ProviderId>();
  /** Asked for once more on this link. */
  readonly #repeated = new Set<ProviderId>();
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    this.#window = new BulkWindow({ elapsed: parts.elapsed, budgetMs: parts.budgetMs });
    this.#peer = new PeerHeads(parts.store, parts.statistics);
    parts.store.onAdd((provider) => {
      parts.statistics.queued(provider, 1);
      this.#wake();
    });
  }

  start(): void {
    this.#timer = setInterval(() => this.confirm(), confirmMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.unlinked();
  }

  linked(): void {
    this.unlinked();
    this.#linked = true;
    const { store, send } = this.#parts;
    send({ type: 'have', providers: sharedProviders.map((provider) => ({ provider, heads: store.heads(provider) })) });
  }

  unlinked(): void {
    this.#linked = false;
    this.#greeted = false;
    this.#window.clear();
    this.#peer.cut();
    this.#held.clear();
    this.#repeated.clear();
  }

  take(frame: RecordFrame): void {
    // What only a newer version has is not kept here.
    if (!this.#linked || ('provider' in frame && !sharedProviders.includes(frame.provider))) return;
    switch (frame.type) {
      case 'have':
        for (const { provider, heads } of frame.providers) this.#peer.stands(provider, heads);
        this.#greeted = true;
        return this.#wake();
      case 'records':
        return this.#write(frame);
      case 'taken':
      case 'failed':
        return this.#answered(frame);
      case 'digest':
        return this.#compare(frame);
      case 'again':
        this.#peer.repeat(frame.provider);
        return this.#wake();
    }
  }

  /** Records that the other node has not acknowledged. */
  pending(): Partial<Record<ProviderId, number>> {
    return Object.fromEntries(sharedProviders.map((provider) => [provider, this.#peer.pending(provider)]));
  }

  /** Asks the peer to compare what it holds, where nothing is under way. */
  confirm(): void {
    if (!this.#greeted) return;
    this.#held.clear();
    this.#wake();
    for (const provider of sharedProviders) {
      if (!this.#peer.isSettled(provider)) continue;
      const { store, send } = this.#parts;
      send({ type: 'digest', provider, heads: store.heads(provider), ...store.holding(provider) });
    }
  }

  #wake(): void {
    if (!this.#greeted || this.#due) return;
    this.#due = true;
    (this.#parts.soon ?? setImmediate)(() => {
      this.#due = false;
      this.#sendMissing();
    });
  }

  #sendMissing(): void {
    if (!this.#greeted) return;
    try {
      for (const provider of sharedProviders) {
        while (!this.#held.has(provider) && this.#window.room > 0 && this.#sendBatch(provider));
      }
    } catch (error) {
      this.#parts.logger.warn('Records could not be read for the other node', error);
    }
  }

  /** False: there is nothing more to send. */
  #sendBatch(provider: ProviderId): boolean {
    const { store, send, now } = this.#parts;
    const next = this.#peer.next(provider);
    if (next === null) return false;
    const records = fitting(store.after(provider, next.origin, next.sequence, mostAtOnce));
    const last = records.at(-1);
    this.#number += 1;
    // What was trimmed meanwhile is not missing.
    const upTo = last?.sequence ?? store.heads(provider).find(({ origin }) => origin === next.origin)?.highest ?? 0;
    this.#peer.sent(provider, this.#number, { origin: next.origin, sequence: upTo, count: records.length });
    if (last === undefined) {
      this.#peer.taken(provider, this.#number);
      return true;
    }
    this.#window.sent(keyOf(provider, this.#number), JSON.stringify(records).length);
    send({ type: 'records', provider, number: this.#number, records, sentAt: now() });
    return true;
  }

  #write({ provider, number, records, sentAt }: Records): void {
    const { store, send, statistics, now, elapsed, logger } = this.#parts;
    const pullMs = sinceSent(sentAt, now(), this.#parts.peerClockOffsetMs());
    const startedAt = elapsed();
    try {
      store.take(provider, records);
    } catch (error) {
      logger.warn('Records of the other node could not be written', error);
      const problem = error instanceof Error ? error.message.slice(0, 500) : 'unknown';
      statistics.failed([provider], problem);
      return send({ type: 'failed', provider, number, problem });
    }
    this.#peer.holds(provider, records);
    const applyMs = elapsed() - startedAt;
    statistics.pulled([provider], { pullMs, applyMs });
    send({ type: 'taken', provider, number, pullMs, applyMs });
  }

  #answered(frame: Extract<RecordFrame, { type: 'taken' | 'failed' }>): void {
    const { provider, number } = frame;
    if (!this.#window.freed(keyOf(provider, number))) return;
    if (frame.type === 'taken') {
      this.#parts.statistics.dispatched(provider, this.#peer.taken(provider, number));
      return this.#wake();
    }
    this.#held.add(provider);
    this.#peer.refused(provider);
    this.#parts.logger.warn(`The other node could not write records: ${frame.problem}`);
  }

  /** Different heads mean that something is on its way: the next digest tells. */
  #compare({ provider, heads, count, digest }: Digest): void {
    const { store, statistics, send, event } = this.#parts;
    if (!sameHeads(heads, store.heads(provider))) return;
    const own = store.holding(provider);
    if (own.count === count && own.digest === digest) {
      this.#repeated.delete(provider);
      return statistics.pulled([provider], { pullMs: null, applyMs: null });
    }
    if (this.#repeated.has(provider)) {
      return statistics.failed([provider], 'The nodes hold different records, though all were sent again');
    }
    this.#repeated.add(provider);
    const reason = `The records of "${provider}" differ from the other node's; both send all of them again`;
    this.#peer.repeat(provider);
    send({ type: 'again', provider });
    event({ severity: 'warning', reasonCode: 'digestMismatch', reason, provider });
    this.#wake();
  }
}

/** As many as make a small frame; one at least. */
function fitting(records: SharedRecord[]): SharedRecord[] {
  let bytes = 0;
  const end = records.findIndex(({ value }, at) => (bytes += value.length) > mostBytes && at > 0);
  return end < 0 ? records : records.slice(0, end);
}

function keyOf(provider: ProviderId, number: number): string {
  return `${provider} ${number}`;
}

type Heads = Digest['heads'];

function sameHeads(one: Heads, other: Heads): boolean {
  const highest = new Map(other.map((each) => [each.origin, each.highest]));
  return one.length === other.length && one.every((each) => highest.get(each.origin) === each.highest);
}
