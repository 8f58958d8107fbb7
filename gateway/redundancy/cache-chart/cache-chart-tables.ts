import * as z from 'zod/mini';

/** For how long samples of a step are kept: the finer, the shorter. */
export interface SampleStep {
  stepMs: number;
  keptMs: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Finest first. */
export const sampleSteps: readonly SampleStep[] = [
  { stepMs: second, keptMs: hour + 5 * minute },
  { stepMs: minute, keptMs: 2 * day },
  { stepMs: 15 * minute, keptMs: 30 * day },
];

/** The highest figures of each step of time. */
export const cacheChartMigration = `CREATE TABLE cacheSamples (
    stepMs INTEGER NOT NULL, at REAL NOT NULL, updates INTEGER NOT NULL, bytes INTEGER NOT NULL,
    logBytes INTEGER NOT NULL, PRIMARY KEY (stepMs, at)
  ) STRICT, WITHOUT ROWID;`;

export const cacheSampleRow = z.object({ at: z.number(), updates: z.int(), bytes: z.int(), logBytes: z.int() });
export type CacheSample = z.infer<typeof cacheSampleRow>;
