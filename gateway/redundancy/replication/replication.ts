import { position as positionSchema, type Position, type ReplicationFrame } from '#contract/replication-frames';
import type { Role } from '#contract/roles';
import * as z from 'zod/mini';
import type { Counts } from '../../config/config-log.ts';
import type { ConfigStore } from '../../config/config-store.ts';
import type { Logger } from '../../logging/logger.ts';
import { CacheMeasure, type CacheFigures } from '../cache-chart-figures.ts';
import type { NewEvent } from '../event-store.ts';
import { chainProviders } from './provider-list.ts';
import type { ProviderStatistics } from './provider-statistics.ts';
import { Receiver } from './receiver.ts';
import { Sender, type Applied } from './sender.ts';

export interface ReplicationParts {
  role: () => Role;
  store: ConfigStore;
  statistics: ProviderStatistics;
  send: (frame: ReplicationFrame) => void;
  /** Both were found to hold the same, and nothing had to be sent. */
  confirmed: () => void;
  /** Whether both hold the same may be different now. */
  changed: () => void;
  event: (event: NewEvent) => void;
  /** Epoch ms. */
  now: () => number;
  /** ms, never going back. */
  elapsed: () => number;
  budgetMs: () => number;
  /** The peer's clock minus this one's, ms; `null` while not measured. */
  peerClockOffsetMs: () => number | null;
  logger: Logger;
}

export interface SyncState {
  inSync: boolean;
  /** Both nodes have said over the present link where they stand. */
  compared: boolean;
  /** The histories are known to fit together. */
  agreed: boolean;
  /** Something is sent that the other node has not taken yet. */
  pending: boolean;
}

interface Waiter {
  revision: number;
  end: (done: boolean) => void;
}

const confirmPeriodMs = 5000;
const subject = 'configuration';

/** Brings the chain of changes from the Master to the Backup, one link after the other. */
export class Replication {
  readonly #parts: ReplicationParts;
  readonly #sender: Sender;
  readonly #receiver: Receiver;
  readonly #cache: CacheMeasure;
  readonly #waiting = new Set<Waiter>();
  #linked = false;
  #saidDiverged = false;
  #endStoreWatch: () => void = () => undefined;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: ReplicationParts) {
    this.#parts = parts;
    const { store, send, now, elapsed, budgetMs, statistics, logger, peerClockOffsetMs } = parts;
    this.#cache = new CacheMeasure(store.log);
    const event = (each: NewEvent) => this.#event(each);
    const failed = (problem: string) => statistics.failed(chainProviders, problem);
    const acknowledged = (position: Position, said: Applied) => this.#acknowledged(position, said);
    const stands = (position: Position) => statistics.acknowledge(subject, JSON.stringify(position));
    this.#sender = new Sender({ store, send, now, elapsed, budgetMs, event, stands, acknowledged, failed, logger });
    this.#receiver = new Receiver({
      store,
      send,
      elapsed,
      sinceSent: (sentAt) => {
        const offsetMs = peerClockOffsetMs();
        return offsetMs === null ? null : Math.max(0, now() - (sentAt - offsetMs));
      },
      event,
      pulled: (ids, took) => {
        statistics.pulled(ids, took);
        if (took.applyMs === null) parts.confirmed();
      },
      failed,
      logger,
    });
  }

  start(): void {
    if (this.#parts.role() !== 'Backup') this.#found();
    this.#endStoreWatch = this.#parts.store.onChange((before) => this.#written(before));
    this.#timer = setInterval(() => this.#sender.confirm(), confirmPeriodMs);
  }

  stop(): void {
    this.#endStoreWatch();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.unlinked();
  }

  linked(): void {
    this.unlinked();
    this.#linked = true;
    if (this.#parts.role() === 'Backup') this.#receiver.begin();
  }

  unlinked(): void {
    this.#linked = false;
    this.#sender.end();
    this.#receiver.end();
    this.#waiting.forEach(({ end }) => end(false));
  }

  /** A frame that is not for this role is not answered. */
  take(frame: ReplicationFrame): void {
    const isBackup = this.#parts.role() === 'Backup';
    switch (frame.type) {
      case 'position':
        if (!isBackup) this.#sender.compare(frame.position);
        break;
      case 'applied':
      case 'failed':
      case 'staged':
        if (!isBackup) this.#sender.take(frame);
        break;
      case 'rows':
      case 'snapshot':
      case 'diverged':
        if (isBackup) this.#receiver.take(frame);
    }
    if (this.state().inSync) this.#saidDiverged = false;
    this.#parts.changed();
  }

  state(): SyncState {
    if (!this.#linked) return { inSync: false, compared: false, agreed: false, pending: false };
    if (this.#parts.role() === 'Backup') {
      const { isEqual, isCompared, isAgreed: agreed, hasDiverged, wantsAll } = this.#receiver;
      const inSync = isEqual && !wantsAll;
      return { inSync, compared: isCompared, agreed, pending: isCompared && !inSync && !hasDiverged };
    }
    const { phase, isEqual } = this.#sender;
    const compared = phase !== 'unknown';
    const agreed = compared && phase !== 'diverged';
    return { inSync: isEqual, compared, agreed, pending: agreed && !isEqual };
  }

  /** Whether the Backup has the change on its disk, waited for as long. */
  replicated(revision: number, patienceMs: number): Promise<boolean> {
    const reached = this.#sender.acknowledged?.revision ?? -1;
    if (reached >= revision) return Promise.resolve(true);
    if (!this.#linked || this.#sender.phase === 'diverged') return Promise.resolve(false);
    return this.#wait(revision, patienceMs);
  }

  /** Sends everything again; true once the Backup has taken it. */
  resendAll(patienceMs: number): Promise<boolean> {
    const { position } = this.#parts.store;
    if (this.#sender.phase !== 'streaming' || position === null) return Promise.resolve(false);
    const done = this.#wait(Infinity, patienceMs);
    this.#sender.sendAll('an administrator asked for it');
    this.#parts.changed();
    return done;
  }

  /** Changes that the Backup has not acknowledged, by provider. */
  pending(): Counts {
    return this.#parts.role() === 'Master' ? this.#parts.store.countsAfter(this.#lastAcknowledged()) : {};
  }

  /** What is kept on disk for the Backup; `null`: this node has none. */
  cached(): CacheFigures | null {
    const { role, store } = this.#parts;
    return role() === 'Master' ? this.#cache.figures(store.position, this.#lastAcknowledged()) : null;
  }

  fullSyncNeeded(): boolean {
    const { role } = this.#parts;
    if (role() === 'Backup') return this.#receiver.wantsAll;
    return this.#sender.phase === 'snapshot' || this.#sender.phase === 'diverged';
  }

  /** On a full disk the history begins with the first change that can be saved, or with the first Backup. */
  #found(): void {
    try {
      this.#parts.store.found();
    } catch (error) {
      this.#parts.logger.error('The history of the configuration could not be begun', error);
    }
  }

  /** That the histories differ is said once, not with every link that opens. */
  #event(event: NewEvent): void {
    const isDiverged = event.reasonCode === 'diverged';
    if (isDiverged && this.#saidDiverged) return;
    this.#saidDiverged ||= isDiverged;
    this.#parts.event(event);
  }

  /** Changes written here are for the other node; what came from it is not. */
  #written(before: Position | null): void {
    const { role, store, statistics, changed, logger } = this.#parts;
    if (role() === 'Backup') return;
    try {
      const counts = store.countsAfter(before?.revision ?? 0);
      const revision = store.position?.revision ?? null;
      for (const [id, count] of Object.entries(counts)) statistics.queued(id, count ?? 0, revision);
    } catch (error) {
      logger.warn('Changes that were saved could not be counted', error);
    }
    this.#sender.pump();
    changed();
  }

  #acknowledged(position: Position, { pullMs, applyMs }: Applied): void {
    const { statistics, store, confirmed } = this.#parts;
    const before = Math.min(this.#lastAcknowledged(), position.revision);
    const counts = store.log.counts(before, position.revision);
    for (const [id, count] of Object.entries(counts)) statistics.dispatched(id, count ?? 0);
    statistics.acknowledge(subject, JSON.stringify(position));
    const touched = chainProviders.filter((id) => applyMs === null || counts[id] !== undefined);
    const changes = { counts, revision: position.revision };
    statistics.pulled(touched.length === 0 ? chainProviders : touched, { pullMs, applyMs, changes });
    const isWhole = this.#sender.isEqual;
    if (applyMs === null && isWhole) confirmed();
    for (const { revision, end } of this.#waiting) {
      if (position.revision >= revision || (revision === Infinity && isWhole)) end(true);
    }
  }

  /** Revision of this history that the Backup has acknowledged, in this process or before. */
  #lastAcknowledged(): number {
    const kept = this.#parts.statistics.acknowledged(subject);
    if (kept === null) return 0;
    const { lineage, revision } = z.parse(positionSchema, JSON.parse(kept));
    const head = this.#parts.store.position;
    return head?.lineage === lineage ? Math.min(revision, head.revision) : 0;
  }

  #wait(revision: number, patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (done: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(waiter);
        resolve(done);
      };
      const waiter = { revision, end };
      const timer = setTimeout(() => end(false), patienceMs);
      this.#waiting.add(waiter);
    });
  }
}
