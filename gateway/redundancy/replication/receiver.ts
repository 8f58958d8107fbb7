import type { ProviderId } from '#contract/providers';
import { snapshotRow, type Position, type ReplicationFrame } from '#contract/replication-frames';
import * as z from 'zod/mini';
import { BrokenChain, digestOf, samePosition } from '../../config/resources/config-chain.ts';
import { isRefusedByStorage } from '../../config/disk/database.ts';
import { countsOf } from '../../config/resources/counts.ts';
import type { ConfigStore } from '../../config/resources/config-store.ts';
import type { Logger } from '../../logging/logger.ts';
import type { NewEvent } from '../records/event-store.ts';
import { ProgressMeter } from './progress-meter.ts';
import { chainProviders } from './provider-list.ts';
import type { Took } from './provider-log.ts';
import { events } from './replication-events.ts';

export interface ReceiverParts {
  store: ConfigStore;
  send: (frame: ReplicationFrame) => void;
  /** Epoch ms. */
  now: () => number;
  /** ms, never going back. */
  elapsed: () => number;
  /** How long ago the Master's clock showed this, ms; `null` while the clocks are not compared. */
  sinceSent: (sentAt: number) => number | null;
  /** An active node goes on with what it has: a whole configuration stays aside until it is no longer active. */
  isActive: () => boolean;
  /** Everything was replaced: what runs has to begin anew. */
  replaced: () => void;
  /** All of it is here, and counts from now on. Throws, and then it does not. */
  completing: () => void;
  /** A full synchronisation is here whole, taken or put aside. */
  completed: () => void;
  event: (event: NewEvent) => void;
  pulled: (ids: readonly ProviderId[], took: Took) => void;
  failed: (problem: string) => void;
  logger: Logger;
}

type Rows = Extract<ReplicationFrame, { type: 'rows' }>;
type Begin = Extract<ReplicationFrame, { type: 'begin' }>;
type Part = Extract<ReplicationFrame, { type: 'part' }>;

interface Incoming {
  id: string;
  startedAt: number;
}

const rowsOfPart = z.array(snapshotRow);
/** After a failure; doubled with each further one. */
const firstRetryMs = 1000;
const lastRetryMs = 30_000;

/** The Backup's end of one link: takes what the Master sends, wholly or not at all, and says what is on its disk. */
export class Receiver {
  readonly #parts: ReceiverParts;
  #incoming: Incoming | null = null;
  #head: Position | null = null;
  #diverged = false;
  #masterThen: Position | null = null;
  #retry: NodeJS.Timeout | null = null;
  #retryMs = firstRetryMs;
  #mayReplace = false;
  readonly progress: ProgressMeter;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    this.progress = new ProgressMeter(parts);
  }

  get hasDiverged(): boolean {
    return this.#diverged;
  }

  /** Where the Master stood when it found that the histories do not fit together. */
  get divergedFrom(): Position | null {
    return this.#masterThen;
  }

  /** Both positions were told over this link. */
  get isCompared(): boolean {
    return this.#head !== null || this.#diverged || this.#incoming !== null;
  }

  /** What the Master holds continues what this node holds, or this node holds nothing yet. */
  get isAgreed(): boolean {
    const own = this.#parts.store.standing;
    if (this.#diverged || own === null) return own === null && this.isCompared;
    return this.#head?.lineage === own.lineage && this.#head.revision >= own.revision;
  }

  get isEqual(): boolean {
    return this.#head !== null && samePosition(this.#head, this.#parts.store.standing);
  }

  get wantsAll(): boolean {
    return this.#incoming !== null || this.#diverged || this.#parts.store.standing === null;
  }

  /** Everything is here, put aside until this node is no longer active. */
  get isHolding(): boolean {
    return this.#parts.store.stage.position !== null;
  }

  begin(): void {
    const { store, send } = this.#parts;
    const { current } = store.stage;
    const staged = current === null ? {} : { staged: { id: current.manifest.id, parts: current.parts } };
    send({ type: 'position', position: store.standing, ...staged });
  }

  /** A person chose it, and what is here was kept: the next full synchronisation may replace another history. */
  allowReplacement(): void {
    this.#mayReplace = true;
  }

  /** It was not done in time, and that was said: it is not done later either. The Master may have begun. */
  forbidReplacement(problem: string): void {
    const snapshot = this.#incoming?.id ?? null;
    this.#mayReplace = false;
    this.#incoming = null;
    this.progress.end();
    this.#parts.send({ type: 'failed', problem, storage: false, snapshot });
    this.begin();
  }

  /** This node is no longer active: it takes what it holds. */
  release(): void {
    if (!this.isHolding || this.#parts.isActive()) return;
    try {
      this.#swap(null);
    } catch (error) {
      this.#parts.logger.error('What was put aside could not be taken', error);
      this.#parts.failed(error instanceof Error ? error.message : String(error));
    }
  }

  end(): void {
    this.#endRetry();
    this.#incoming = null;
    this.progress.end();
    this.#head = null;
    this.#diverged = false;
    this.#mayReplace = false;
  }

  take(frame: Extract<ReplicationFrame, { type: 'rows' | 'begin' | 'part' | 'diverged' }>): void {
    if (frame.type === 'diverged') {
      this.#endRetry();
      this.#diverged = true;
      this.#masterThen = frame.position;
      this.#parts.event(events.diverged());
      return this.#parts.failed('The two nodes have different histories');
    }
    // While it is replaced it still holds the other history.
    if (!this.#mayReplace) this.#diverged = false;
    try {
      if (frame.type === 'rows') this.#takeRows(frame);
      else if (frame.type === 'begin') this.#begin(frame);
      else this.#takePart(frame);
    } catch (error) {
      this.#fail(error, frame);
    }
  }

  #takeRows({ rows: sent, head, sentAt }: Rows): void {
    const { store, pulled, sinceSent, elapsed } = this.#parts;
    this.#head = head;
    // The Master gave up what it had begun to send.
    this.#incoming = null;
    this.progress.end();
    // What was sent twice is taken once.
    const rows = sent.filter(({ revision }) => revision > (store.standing?.revision ?? 0));
    if (rows.length === 0) {
      if (this.isEqual) pulled(chainProviders, { pullMs: null, applyMs: null });
      if (store.standing !== null) this.#applied(store.standing, null, null);
      return;
    }
    const pullMs = sinceSent(sentAt);
    const startedAt = elapsed();
    store.apply(rows, (position) => {
      const applyMs = elapsed() - startedAt;
      // First of all: the Master waits for it.
      this.#applied(position, pullMs, applyMs);
      const ids = new Set(rows.map(({ provider }) => provider));
      pulled([...ids], { pullMs, applyMs, changes: { counts: countsOf(rows), revision: position.revision } });
    });
  }

  #begin({ manifest, because, asked, replace, from }: Begin): void {
    const { store, event, elapsed } = this.#parts;
    if (!(replace && this.#mayReplace)) this.#checkHistory(manifest.position);
    this.#endRetry();
    const { current } = store.stage;
    const goesOn = from > 0 && current?.manifest.id === manifest.id && current.parts === from;
    if (from > 0 && !goesOn) throw new Error(`There are no ${from} parts here to go on from`);
    if (goesOn) event(events.fullSyncResumed(current.bytes, manifest.bytes));
    else {
      store.stage.begin(manifest);
      event(events.fullSyncWanted({ words: because, asked }));
    }
    this.#incoming = { id: manifest.id, startedAt: elapsed() };
    this.progress.begin(store.stage.current?.bytes ?? 0, manifest.bytes);
    if (from === manifest.parts) this.#complete(this.#incoming);
  }

  #takePart({ id, part, data, digest }: Part): void {
    const { store, send } = this.#parts;
    const incoming = this.#incoming;
    const { current } = store.stage;
    if (incoming?.id !== id || current?.parts !== part) throw new Error(`Part ${part} came out of order`);
    if (digestOf(data) !== digest) throw new Error(`Part ${part} was changed on the way`);
    store.stage.add(z.parse(rowsOfPart, JSON.parse(data)), { digest, bytes: Buffer.byteLength(data) });
    this.progress.reach(store.stage.current?.bytes ?? 0);
    send({ type: 'staged', id, part });
    if (part + 1 === current.manifest.parts) this.#complete(incoming);
  }

  /** Verified and on disk: taken at once, or when this node is no longer active. */
  #complete({ startedAt }: Incoming): void {
    const { store, elapsed, isActive, event, pulled, completing, completed } = this.#parts;
    const pullMs = elapsed() - startedAt;
    completing();
    try {
      this.#head = store.stage.complete();
    } catch (error) {
      store.stage.clear();
      throw error;
    }
    this.#incoming = null;
    this.#mayReplace = false;
    this.#diverged = false;
    this.progress.end();
    if (!isActive()) this.#swap(pullMs);
    else {
      pulled(chainProviders, { pullMs, applyMs: null });
      event(events.fullSyncHeld());
      this.#applied(this.#head, pullMs, null);
    }
    completed();
  }

  #swap(pullMs: number | null): void {
    const { store, elapsed, pulled, event, replaced } = this.#parts;
    const startedAt = elapsed();
    const position = store.swap();
    const applyMs = elapsed() - startedAt;
    pulled(chainProviders, { pullMs, applyMs });
    event(events.fullSyncDone());
    this.#applied(position, pullMs, applyMs);
    replaced();
  }

  /** The newer copy is never replaced, whatever the Master believes. */
  #checkHistory(position: Position): void {
    const own = this.#parts.store.standing;
    if (own === null || (own.lineage === position.lineage && own.revision <= position.revision)) return;
    throw new Error('What the Master holds is not newer than what this node holds');
  }

  #applied(position: Position, pullMs: number | null, applyMs: number | null): void {
    this.#endRetry();
    this.#retryMs = firstRetryMs;
    const held = this.isHolding ? { held: true } : {};
    this.#parts.send({ type: 'applied', position, pullMs, applyMs, ...held });
  }

  #fail(error: unknown, frame: Rows | Begin | Part): void {
    const { send, event, failed, logger } = this.#parts;
    // What was under way behind something that failed cannot fit: the Master knows, and begins anew.
    if (this.#retry !== null) return logger.debug('Nothing is taken before the Master begins anew', error);
    const problem = error instanceof Error ? error.message : String(error);
    logger.error('The configuration of the Master could not be taken over', error);
    if (this.#incoming !== null) event(events.fullSyncFailed(problem));
    this.#incoming = null;
    this.#mayReplace = false;
    this.progress.end();
    failed(problem);
    // What does not continue the history is compared at once; a disk that refuses needs time.
    if (error instanceof BrokenChain) this.begin();
    else send({ type: 'failed', problem, storage: isRefusedByStorage(error), snapshot: snapshotOf(frame) });
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
}

/** Of which full synchronisation it is a part; `null`: it carries changes. */
function snapshotOf(frame: Rows | Begin | Part): string | null {
  if (frame.type === 'rows') return null;
  return frame.type === 'begin' ? frame.manifest.id : frame.id;
}
