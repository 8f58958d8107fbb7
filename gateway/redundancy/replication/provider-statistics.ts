import type { Provider, ProviderId } from '#contract/providers';
import * as z from 'zod/mini';
import type { Database } from '../../config/disk/database.ts';
import type { Logger } from '../../logging/logger.ts';
import { DrainRate } from './drain-rate.ts';
import type { ProviderLog, Took } from './provider-log.ts';
import { SlidingCount } from './sliding-count.ts';

export interface StatisticsParts {
  database: Database;
  /** Epoch ms. */
  now: () => number;
  /** ms, never going back. */
  elapsed: () => number;
  logger: Logger;
  /** Says what is measured, where somebody listens. */
  log?: ProviderLog;
}

const pullFacts = z.object({
  lastPullAt: z.nullable(z.number()),
  lastPullMs: z.nullable(z.number()),
  lastApplyMs: z.nullable(z.number()),
  lastError: z.nullable(z.string()),
});
export type PullFacts = z.infer<typeof pullFacts>;
type Rates = Required<Pick<Provider, 'queuedPerSec' | 'dispatchedPerSec' | 'drainPerSec'>>;

const pullRow = z.extend(pullFacts, { provider: z.string() });
const acknowledgedRow = z.object({ subject: z.string(), position: z.string() });
const nothing: PullFacts = { lastPullAt: null, lastPullMs: null, lastApplyMs: null, lastError: null };
const flushMs = 1000;

/** What was measured of each provider, where it was measured. Facts survive a restart; rates begin anew. */
export class ProviderStatistics {
  readonly #parts: StatisticsParts;
  readonly #pulls = new Map<string, PullFacts>();
  readonly #acknowledged = new Map<string, string>();
  readonly #queued = new Map<string, SlidingCount>();
  readonly #dispatched = new Map<string, SlidingCount>();
  readonly #drain = new Map<string, DrainRate>();
  readonly #lacking = new Set<string>();
  #dirty = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: StatisticsParts) {
    this.#parts = parts;
  }

  start(): void {
    const { database } = this.#parts;
    for (const { provider, ...facts } of database.all('SELECT * FROM pulls', pullRow)) this.#pulls.set(provider, facts);
    for (const { subject, position } of database.all('SELECT * FROM acknowledged', acknowledgedRow)) {
      this.#acknowledged.set(subject, position);
    }
    this.#timer = setInterval(() => this.#flush(), flushMs);
  }

  stop(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#flush();
  }

  /** Posted here, for the other node; of the chain, with the revision of the last one. */
  queued(id: string, count: number, revision: number | null = null): void {
    this.#parts.log?.queued(id, count, revision);
    this.#counter(this.#queued, id).add(count);
  }

  /** Acknowledged by the other node. */
  dispatched(id: string, count: number): void {
    this.#parts.log?.dispatched(id, count);
    this.#counter(this.#dispatched, id).add(count);
    if (count > 0) this.#drainOf(id).add(count);
  }

  /** Not all that the configuration names of it is here: until it is, nothing confirms it, nor ends its error. */
  lacks(id: ProviderId, isLacking: boolean): void {
    if (isLacking) this.#lacking.add(id);
    else this.#lacking.delete(id);
  }

  /** The receiver took something, or found that there was nothing (without durations). */
  pulled(ids: readonly ProviderId[], took: Took): void {
    const { pullMs, applyMs } = took;
    for (const id of ids) {
      if (this.#lacking.has(id)) continue;
      this.#parts.log?.pulled(id, took);
      const { lastPullMs, lastApplyMs } = this.pullFacts(id);
      const facts = { lastPullMs: pullMs ?? lastPullMs, lastApplyMs: applyMs ?? lastApplyMs };
      this.#set(id, { ...facts, lastPullAt: this.#parts.now(), lastError: null });
    }
  }

  failed(ids: readonly ProviderId[], problem: string): void {
    for (const id of ids) {
      this.#parts.log?.failed(id, problem);
      this.#set(id, { ...this.pullFacts(id), lastError: problem });
    }
  }

  /** What the other node last acknowledged of a subject. */
  acknowledged(subject: string): string | null {
    return this.#acknowledged.get(subject) ?? null;
  }

  acknowledge(subject: string, position: string): void {
    this.#acknowledged.set(subject, position);
    this.#dirty = true;
  }

  pullFacts(id: string): PullFacts {
    return this.#pulls.get(id) ?? nothing;
  }

  rates(id: string): Rates {
    return {
      queuedPerSec: this.#counter(this.#queued, id).perSecond(),
      dispatchedPerSec: this.#counter(this.#dispatched, id).perSecond(),
      drainPerSec: this.#drainOf(id).perSecond(),
    };
  }

  #drainOf(id: string): DrainRate {
    const drain = this.#drain.get(id) ?? new DrainRate(this.#parts.elapsed);
    this.#drain.set(id, drain);
    return drain;
  }

  #counter(counters: Map<string, SlidingCount>, id: string): SlidingCount {
    const counter = counters.get(id) ?? new SlidingCount(this.#parts.elapsed);
    counters.set(id, counter);
    return counter;
  }

  #set(id: string, facts: PullFacts): void {
    this.#pulls.set(id, facts);
    this.#dirty = true;
  }

  #flush(): void {
    if (!this.#dirty) return;
    const { database, logger } = this.#parts;
    try {
      database.transaction(() => {
        for (const [id, facts] of this.#pulls) {
          const { lastPullAt, lastPullMs, lastApplyMs, lastError } = facts;
          const sql = 'INSERT OR REPLACE INTO pulls VALUES (?, ?, ?, ?, ?)';
          database.run(sql, id, lastPullAt, lastPullMs, lastApplyMs, lastError);
        }
        for (const [subject, position] of this.#acknowledged) {
          database.run('INSERT OR REPLACE INTO acknowledged VALUES (?, ?)', subject, position);
        }
      });
      this.#dirty = false;
    } catch (error) {
      logger.debug('The statistics of replication could not be kept', error);
    }
  }
}
