import type { ProviderId } from '#contract/providers';
import type { Position, ReplicationFrame } from '#contract/replication-frames';
import { BrokenChain, SnapshotDigest, samePosition } from '../../config/config-chain.ts';
import type { ConfigStore } from '../../config/config-store.ts';
import type { Logger } from '../../logging/logger.ts';
import type { NewEvent } from '../event-store.ts';
import { chainProviders } from './provider-list.ts';
import type { Took } from './provider-log.ts';
import { events } from './replication-events.ts';

export interface ReceiverParts {
  store: ConfigStore;
  send: (frame: ReplicationFrame) => void;
  /** ms, never going back. */
  elapsed: () => number;
  /** How long ago the Master's clock showed this, ms; `null` while the clocks are not compared. */
  sinceSent: (sentAt: number) => number | null;
  event: (event: NewEvent) => void;
  pulled: (ids: readonly ProviderId[], took: Took) => void;
  failed: (problem: string) => void;
  logger: Logger;
}

type Rows = Extract<ReplicationFrame, { type: 'rows' }>;
type Snapshot = Extract<ReplicationFrame, { type: 'snapshot' }>;

interface Incoming {
  id: string;
  nextPart: number;
  digest: SnapshotDigest;
  startedAt: number;
}

/** After a failure; doubled with each further one. */
const firstRetryMs = 1000;
const lastRetryMs = 30_000;

/** The Backup's end of one link: takes what the Master sends, wholly or not at all, and says what is on its disk. */
export class Receiver {
  readonly #parts: ReceiverParts;
  #incoming: Incoming | null = null;
  #head: Position | null = null;
  #diverged = false;
  #retry: NodeJS.Timeout | null = null;
  #retryMs = firstRetryMs;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
  }

  get hasDiverged(): boolean {
    return this.#diverged;
  }

  /** Both positions were told over this link. */
  get isCompared(): boolean {
    return this.#head !== null || this.#diverged || this.#incoming !== null;
  }

  /** What the Master holds continues what this node holds, or this node holds nothing yet. */
  get isAgreed(): boolean {
    const own = this.#parts.store.position;
    if (this.#diverged || own === null) return own === null && this.isCompared;
    return this.#head?.lineage === own.lineage && this.#head.revision >= own.revision;
  }

  get isEqual(): boolean {
    return this.#head !== null && samePosition(this.#head, this.#parts.store.position);
  }

  get wantsAll(): boolean {
    return this.#incoming !== null || this.#diverged || this.#parts.store.position === null;
  }

  begin(): void {
    this.#parts.send({ type: 'position', position: this.#parts.store.position });
  }

  end(): void {
    this.#endRetry();
    this.#incoming = null;
    this.#head = null;
    this.#diverged = false;
  }

  take(frame: Extract<ReplicationFrame, { type: 'rows' | 'snapshot' | 'diverged' }>): void {
    if (frame.type === 'diverged') {
      this.#endRetry();
      this.#diverged = true;
      this.#parts.event(events.diverged());
      return this.#parts.failed('The two nodes have different histories');
    }
    this.#diverged = false;
    try {
      if (frame.type === 'rows') this.#takeRows(frame);
      else this.#takePart(frame);
    } catch (error) {
      this.#fail(error);
    }
  }

  #takeRows({ rows: sent, head, sentAt }: Rows): void {
    const { store, pulled, sinceSent } = this.#parts;
    this.#head = head;
    // What was sent twice is taken once.
    const rows = sent.filter(({ revision }) => revision > (store.position?.revision ?? 0));
    if (rows.length === 0) {
      if (this.isEqual) pulled(chainProviders, { pullMs: null, applyMs: null });
      if (store.position !== null) this.#applied(store.position, null, null);
      return;
    }
    const pullMs = sinceSent(sentAt);
    const [position, applyMs] = this.#measured(() => store.apply(rows));
    const counts: Partial<Record<ProviderId, number>> = {};
    for (const { provider } of rows) counts[provider] = (counts[provider] ?? 0) + 1;
    const changes = { counts, revision: position.revision };
    pulled([...new Set(rows.map(({ provider }) => provider))], { pullMs, applyMs, changes });
    this.#applied(position, pullMs, applyMs);
  }

  #takePart({ id, part, rows, end, sentAt }: Snapshot): void {
    if (part === 0) this.#beginAll(id, sentAt);
    const incoming = this.#incoming;
    if (incoming?.id !== id || incoming.nextPart !== part) throw new Error(`Part ${part} came out of order`);
    this.#parts.store.stage(rows);
    incoming.digest.add(rows);
    incoming.nextPart += 1;
    if (end === null) this.#parts.send({ type: 'staged', id, part });
    else this.#complete(incoming, end);
  }

  #beginAll(id: string, sentAt: number): void {
    const { store, elapsed, sinceSent, event } = this.#parts;
    store.clearStage();
    this.#endRetry();
    const startedAt = elapsed() - (sinceSent(sentAt) ?? 0);
    this.#incoming = { id, nextPart: 0, digest: new SnapshotDigest(), startedAt };
    event(events.fullSyncWanted('the Master sends everything anew'));
  }

  #complete({ digest, startedAt }: Incoming, end: NonNullable<Snapshot['end']>): void {
    const { store, elapsed, pulled, event } = this.#parts;
    this.#checkHistory(end.position);
    if (digest.count !== end.count || digest.end() !== end.digest) throw new Error('The parts do not add up');
    const pullMs = elapsed() - startedAt;
    const [position, applyMs] = this.#measured(() => store.swap(end.position));
    this.#incoming = null;
    this.#head = position;
    pulled(chainProviders, { pullMs, applyMs });
    event(events.fullSyncDone());
    this.#applied(position, pullMs, applyMs);
  }

  /** The newer copy is never replaced, whatever the Master believes. */
  #checkHistory(position: Position): void {
    const own = this.#parts.store.position;
    if (own === null || (own.lineage === position.lineage && own.revision <= position.revision)) return;
    throw new Error('What the Master holds is not newer than what this node holds');
  }

  #applied(position: Position, pullMs: number | null, applyMs: number | null): void {
    this.#endRetry();
    this.#retryMs = firstRetryMs;
    this.#parts.send({ type: 'applied', position, pullMs, applyMs });
  }

  #fail(error: unknown): void {
    const { send, event, failed, logger } = this.#parts;
    // What was under way behind something that failed cannot fit: the Master knows, and begins anew.
    if (this.#retry !== null) return logger.debug('Nothing is taken before the Master begins anew', error);
    const problem = error instanceof Error ? error.message : String(error);
    logger.error('The configuration of the Master could not be taken over', error);
    if (this.#incoming !== null) event(events.fullSyncFailed(problem));
    this.#incoming = null;
    failed(problem);
    // What does not continue the history is compared at once; a disk that refuses needs time.
    if (error instanceof BrokenChain) this.begin();
    else send({ type: 'failed', problem });
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.begin();
    }, this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, lastRetryMs);
  }

  #endRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }

  #measured<T>(work: () => T): [result: T, tookMs: number] {
    const startedAt = this.#parts.elapsed();
    const result = work();
    return [result, this.#parts.elapsed() - startedAt];
  }
}
