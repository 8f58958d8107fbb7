import * as z from 'zod/mini';
import { queryNumber } from './query-number.ts';

export const chartSeries = z.object({
  name: z.string(),
  unit: z.string(),
  /** Time (epoch ms) and the highest value from then on, up to the next point. */
  points: z.array(z.tuple([z.number(), z.number()])),
});
export type ChartSeries = z.infer<typeof chartSeries>;

/** Names of the series that tell of the changes which a Master keeps for its Backup. */
export const cacheSeries = { updates: 'Cached updates', bytes: 'Cached bytes', log: 'Log of changes' } as const;

/** `GET /data/api/v1/redundancy/charts`; no series on a node that keeps nothing for another one. */
export const charts = z.object({
  series: z.array(chartSeries),
  /** Since when there are measurements, epoch ms. */
  since: z.nullable(z.number()),
});
export type Charts = z.infer<typeof charts>;

const moment = queryNumber(0, 1_000_000_000_000_000);

/** Epoch ms, both inclusive. Without `from` all that there is, without `to` up to now. */
export const chartQuery = z.strictObject({ from: z.optional(moment), to: z.optional(moment) });
export type ChartQuery = z.infer<typeof chartQuery>;
