import { position as positionSchema, type Position } from '#contract/replication-frames';
import * as z from 'zod/mini';
import type { ChangedRow, ConfigStore } from '../../config/resources/config-store.ts';
import { countsOf, type Counts } from '../../config/resources/counts.ts';
import type { Logger } from '../../logging/logger.ts';
import { CacheMeasure, type CacheFigures } from '../cache-chart/cache-chart-figures.ts';
import { chainProviders } from './provider-list.ts';
import type { ProviderStatistics } from './provider-statistics.ts';
import type { Applied } from './sender-parts.ts';

export interface FigureParts {
  store: ConfigStore;
  statistics: ProviderStatistics;
  /** Runs it when nobody waits for what was done before. */
  later: (work: () => void) => void;
  /** All that happened until now is counted. */
  counted: () => void;
  logger: Logger;
}

const subject = 'configuration';

/**
 * What the Master counts: what was posted, what was acknowledged, and what is between the two. It counts when nobody
 * waits for it: after the changes were sent, and after their authors were answered and have gone on.
 */
export class ChainFigures {
  readonly #parts: FigureParts;
  readonly #cache: CacheMeasure;
  #uncounted: (() => void)[] = [];
  /** What the statistics keep as text. */
  #stands: { text: string; position: Position } | null = null;

  constructor(parts: FigureParts) {
    this.#parts = parts;
    this.#cache = new CacheMeasure(parts.store.log);
  }

  /** Changes that were saved here. */
  written(rows: readonly ChangedRow[]): void {
    this.countSoon(() => this.#written(rows));
  }

  /** The Backup stands here, as it says of itself. What it acknowledged before is counted from where it stood then. */
  stands(position: Position): void {
    this.count();
    this.#keep(position);
  }

  acknowledged(position: Position, said: Applied): void {
    this.countSoon(() => this.#acknowledged(position, said));
  }

  /** Changes that the Backup has not acknowledged, by provider. */
  pending(): Counts {
    return this.#parts.store.countsAfter(this.lastAcknowledged());
  }

  /** What is kept on disk for the Backup. */
  cached(): CacheFigures {
    return this.#cache.figures(this.#parts.store.position, this.lastAcknowledged());
  }

  /** More was written than the log holds: the Backup, which is away, needs everything anew. */
  isOutgrown(): boolean {
    return !this.#parts.store.log.reachesBackTo(this.lastAcknowledged());
  }

  /** Revision of this history that the Backup has acknowledged, in this process or before. */
  lastAcknowledged(): number {
    this.count();
    return this.#lastCounted();
  }

  /** When nobody waits for it. */
  countSoon(work: () => void = () => undefined): void {
    if (this.#uncounted.push(work) === 1) this.#parts.later(() => this.count());
  }

  /** Everything that happened until now. */
  count(): void {
    if (this.#uncounted.length === 0) return;
    const uncounted = this.#uncounted;
    this.#uncounted = [];
    for (const each of [...uncounted, this.#parts.counted]) this.#attempt(each);
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#parts.logger.error('What was replicated could not be counted', error);
    }
  }

  #written(rows: readonly ChangedRow[]): void {
    const revision = rows.at(-1)?.revision ?? null;
    for (const [id, count] of Object.entries(countsOf(rows))) this.#parts.statistics.queued(id, count ?? 0, revision);
  }

  #acknowledged(position: Position, { pullMs, applyMs }: Applied): void {
    const { statistics, store } = this.#parts;
    const before = Math.min(this.#lastCounted(), position.revision);
    const counts = store.log.counts(before, position.revision);
    for (const [id, count] of Object.entries(counts)) statistics.dispatched(id, count ?? 0);
    this.#keep(position);
    const touched = chainProviders.filter((id) => applyMs === null || counts[id] !== undefined);
    const changes = { counts, revision: position.revision };
    statistics.pulled(touched.length === 0 ? chainProviders : touched, { pullMs, applyMs, changes });
  }

  #keep(position: Position): void {
    const text = JSON.stringify(position);
    this.#stands = { text, position };
    this.#parts.statistics.acknowledge(subject, text);
  }

  #lastCounted(): number {
    const { statistics, store } = this.#parts;
    const text = statistics.acknowledged(subject);
    if (text === null) return 0;
    if (text !== this.#stands?.text) this.#stands = { text, position: z.parse(positionSchema, JSON.parse(text)) };
    const { lineage, revision } = this.#stands.position;
    const head = store.position;
    return head?.lineage === lineage ? Math.min(revision, head.revision) : 0;
  }
}
