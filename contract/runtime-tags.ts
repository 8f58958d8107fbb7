import * as z from 'zod/mini';
import { limitUpTo, listOf } from './list.ts';
import { resourceName } from './resources.ts';
import { queryNumber } from './query-number.ts';

/** What a tag is worth now. */
export const tagSample = z.object({
  value: z.nullable(z.union([z.number(), z.boolean(), z.string()])),
  /** `Uncertain`: nobody has said it yet, or the node that would say so is not heard; `Bad`: its source fails. */
  quality: z.enum(['Good', 'Uncertain', 'Bad']),
  /** When the source said so, by the clock of the node that was active, epoch ms. */
  at: z.number(),
});
export type TagSample = z.infer<typeof tagSample>;

export const runtimeTag = z.object({
  name: z.string(),
  ...tagSample.shape,
  /** `null`: nothing was said since the tag exists. */
  at: z.nullable(z.number()),
  dataType: z.enum(['number', 'boolean', 'text']),
  unit: z.optional(z.string()),
  description: z.optional(z.string()),
  /** An operator can write it. */
  writable: z.boolean(),
});
export type RuntimeTag = z.infer<typeof runtimeTag>;

/** `GET /data/api/v1/runtime/tags` */
export const runtimeTags = listOf(runtimeTag);

const whole = queryNumber(0, 1_000_000_000);

export const runtimeListQuery = z.strictObject({
  /** Only what the pages of this project show. */
  project: z.optional(resourceName),
  search: z._default(z.string().check(z.maxLength(200)), ''),
  limit: z._default(limitUpTo(1000), 100),
  offset: z._default(whole, 0),
});
export type RuntimeListQuery = z.infer<typeof runtimeListQuery>;

/**
 * Later than this nothing is done, epoch ms by the clock of the node that is asked: a node that stood still does not do
 * what was given up meanwhile.
 */
export const until = z.number();

/** `PUT /data/api/v1/runtime/tags/:name` */
export const tagWrite = z.strictObject({
  value: z.union([z.number(), z.boolean(), z.string().check(z.maxLength(10_000))]),
  until: z.optional(until),
});
export type TagWrite = z.infer<typeof tagWrite>;

/** `replicated`: the other node has it too. */
export const tagWritten = z.object({ written: z.literal(true), replicated: z.boolean(), at: z.number() });
export type TagWritten = z.infer<typeof tagWritten>;
