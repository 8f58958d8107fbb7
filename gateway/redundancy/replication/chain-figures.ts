import { position as positionSchema, type Position } from '#contract/replication-frames';
import * as z from 'zod/mini';
import type { Counts } from '../../config/resources/config-log.ts';
import type { ChangedRow, ConfigStore } from '../../config/resources/config-store.ts';
import { chainProviders } from './provider-list.ts';
import type { ProviderStatistics } from './provider-statistics.ts';
import type { Applied } from './sender-parts.ts';

const subject = 'configuration';

/** What the Master counts: what was posted, what was acknowledged, and what is between the two. */
export class ChainFigures {
  readonly #store: ConfigStore;
  readonly #statistics: ProviderStatistics;

  constructor({ store, statistics }: { store: ConfigStore; statistics: ProviderStatistics }) {
    this.#store = store;
    this.#statistics = statistics;
  }

  /** Changes that were saved here. */
  written(rows: readonly ChangedRow[]): void {
    const counts = new Map<string, number>();
    for (const { provider } of rows) counts.set(provider, (counts.get(provider) ?? 0) + 1);
    const revision = this.#store.position?.revision ?? null;
    for (const [id, count] of counts) this.#statistics.queued(id, count, revision);
  }

  /** The Backup stands here when the link opens. */
  stands(position: Position): void {
    this.#statistics.acknowledge(subject, JSON.stringify(position));
  }

  acknowledged(position: Position, { pullMs, applyMs }: Applied): void {
    const before = Math.min(this.lastAcknowledged(), position.revision);
    const counts = this.#store.log.counts(before, position.revision);
    for (const [id, count] of Object.entries(counts)) this.#statistics.dispatched(id, count ?? 0);
    this.stands(position);
    const touched = chainProviders.filter((id) => applyMs === null || counts[id] !== undefined);
    const changes = { counts, revision: position.revision };
    this.#statistics.pulled(touched.length === 0 ? chainProviders : touched, { pullMs, applyMs, changes });
  }

  /** Changes that the Backup has not acknowledged, by provider. */
  pending(): Counts {
    return this.#store.countsAfter(this.lastAcknowledged());
  }

  /** More was written than the log holds: the Backup, which is away, needs everything anew. */
  isOutgrown(): boolean {
    return !this.#store.log.reachesBackTo(this.lastAcknowledged());
  }

  /** Revision of this history that the Backup has acknowledged, in this process or before. */
  lastAcknowledged(): number {
    const kept = this.#statistics.acknowledged(subject);
    if (kept === null) return 0;
    const { lineage, revision } = z.parse(positionSchema, JSON.parse(kept));
    const head = this.#store.position;
    return head?.lineage === lineage ? Math.min(revision, head.revision) : 0;
  }
}
