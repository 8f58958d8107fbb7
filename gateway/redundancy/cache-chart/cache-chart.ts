import { cacheSeries, type ChartQuery, type Charts } from '#contract/charts';
import * as z from 'zod/mini';
import type { Database } from '../../config/disk/database.ts';
import type { Logger } from '../../logging/logger.ts';
import type { CacheFigures } from './cache-chart-figures.ts';
import { cacheSampleRow, sampleSteps, type CacheSample, type SampleStep } from './cache-chart-tables.ts';

export interface CacheChartParts {
  database: Database;
  /** Epoch ms. */
  now: () => number;
  logger: Logger;
}

/** As many as a chart can show. */
const mostPoints = 360;
/** Of what could not be written so many seconds are kept. */
const mostPending = 3600;
const flushMs = 5000;
const oldestRow = z.object({ at: z.nullable(z.number()) });

/** What was kept for the Backup over the last 30 days. The highest figures of each step of time, so no peak is lost. */
export class CacheChart {
  readonly #parts: CacheChartParts;
  readonly #pending = new Map<number, CacheSample>();
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: CacheChartParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => this.#flush(), flushMs);
  }

  stop(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#flush();
  }

  /** What was measured just now. */
  add(figures: CacheFigures): void {
    const at = floorTo(this.#parts.now(), 1000);
    const last = this.#pending.get(at);
    this.#pending.set(at, last === undefined ? { at, ...figures } : highest(last, figures));
    if (this.#pending.size > mostPending) this.#pending.delete(Math.min(...this.#pending.keys()));
  }

  query({ from, to }: ChartQuery): Charts {
    this.#flush();
    const now = this.#parts.now();
    const since = this.#since(now);
    const begin = Math.max(from ?? 0, since ?? now);
    const samples = this.#samples(begin, Math.min(to ?? now, now), now);
    const points = (of: (sample: CacheSample) => number) =>
      samples.map((sample): [number, number] => [Math.max(sample.at, begin), of(sample)]);
    return {
      since,
      series: [
        { name: cacheSeries.updates, unit: 'updates', points: points(({ updates }) => updates) },
        { name: cacheSeries.bytes, unit: 'bytes', points: points(({ bytes }) => bytes) },
        { name: cacheSeries.log, unit: 'bytes', points: points(({ logBytes }) => logBytes) },
      ],
    };
  }

  /** By the finest steps that reach back so far, some of them put together where they are too many. */
  #samples(from: number, to: number, now: number): CacheSample[] {
    if (to < from) return [];
    const step = sampleSteps.find((each) => from >= now - each.keptMs || this.#holdsAll(each, now)) ?? coarsest();
    const width = step.stepMs * Math.max(1, Math.ceil((to - from) / mostPoints / step.stepMs));
    const sql = `SELECT CAST(at / ? AS INTEGER) * CAST(? AS REAL) AS at, max(updates) AS updates, max(bytes) AS bytes,
        max(logBytes) AS logBytes FROM cacheSamples WHERE stepMs = ? AND at > ? AND at <= ? GROUP BY 1 ORDER BY 1`;
    return this.#parts.database.all(sql, cacheSampleRow, width, width, step.stepMs, from - step.stepMs, to);
  }

  #since(now: number): number | null {
    return this.#oldest(sampleSteps.find((step) => this.#holdsAll(step, now)) ?? coarsest());
  }

  /** Nothing of these steps was forgotten yet. */
  #holdsAll(step: SampleStep, now: number): boolean {
    const oldest = this.#oldest(coarsest());
    return oldest !== null && oldest >= now - step.keptMs;
  }

  #oldest({ stepMs }: SampleStep): number | null {
    const sql = 'SELECT min(at) AS at FROM cacheSamples WHERE stepMs = ?';
    return this.#parts.database.get(sql, oldestRow, stepMs)?.at ?? null;
  }

  #flush(): void {
    if (this.#pending.size === 0) return;
    const { database, now, logger } = this.#parts;
    try {
      database.transaction(() => {
        for (const step of sampleSteps) this.#keep(step, now());
      });
      this.#pending.clear();
    } catch (error) {
      logger.debug('What is kept for the Backup could not be written down', error);
    }
  }

  #keep({ stepMs, keptMs }: SampleStep, now: number): void {
    const { database } = this.#parts;
    for (const { at, updates, bytes, logBytes } of this.#pending.values()) {
      database.run(
        `INSERT INTO cacheSamples (stepMs, at, updates, bytes, logBytes) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET updates = max(updates, excluded.updates), bytes = max(bytes, excluded.bytes),
            logBytes = max(logBytes, excluded.logBytes)`,
        ...[stepMs, floorTo(at, stepMs), updates, bytes, logBytes],
      );
    }
    database.run('DELETE FROM cacheSamples WHERE stepMs = ? AND at < ?', stepMs, now - keptMs);
  }
}

function coarsest(): SampleStep {
  return sampleSteps.at(-1) ?? { stepMs: 1000, keptMs: 0 };
}

function highest({ at, ...one }: CacheSample, other: CacheFigures): CacheSample {
  return {
    at,
    updates: Math.max(one.updates, other.updates),
    bytes: Math.max(one.bytes, other.bytes),
    logBytes: Math.max(one.logBytes, other.logBytes),
  };
}

function floorTo(at: number, stepMs: number): number {
  return Math.floor(at / stepMs) * stepMs;
}
