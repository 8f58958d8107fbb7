import * as z from 'zod/mini';
import { listOf } from './list.ts';
import { moduleValue } from './modules.ts';
import type { ProviderId } from './providers.ts';

/** Kinds of configuration that the two nodes share, and the provider that each goes by. */
export const resourceType = z.enum(['project', 'tag', 'alarm', 'gateway-setting', 'module']);
export type ResourceType = z.infer<typeof resourceType>;

export const providerOfType: Record<ResourceType, ProviderId> = {
  project: 'projects',
  tag: 'tag-config-resource',
  alarm: 'tag-config-resource',
  'gateway-setting': 'config-resource',
  module: 'modules',
};

export const resourceName = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(200),
    z.regex(/^[\p{L}\p{N}][\p{L}\p{N} ._/-]*$/u, 'Letters, digits and . _ - / only'),
  );

const description = z.optional(z.string().check(z.maxLength(1000)));

/** What a resource of each type holds. */
export const resourceValues = {
  project: z.strictObject({ title: z.string().check(z.minLength(1), z.maxLength(200)), description }),
  tag: z.strictObject({
    source: z.enum(['memory', 'simulated', 'host']),
    dataType: z.enum(['number', 'boolean', 'text']),
    unit: z.optional(z.string().check(z.maxLength(20))),
    description,
  }),
  alarm: z.strictObject({
    tag: resourceName,
    condition: z.enum(['above', 'below']),
    limit: z.number(),
    hysteresis: z.number().check(z.minimum(0)),
    delayMs: z.int().check(z.minimum(0), z.maximum(86_400_000)),
    priority: z.enum(['low', 'medium', 'high']),
    description,
  }),
  'gateway-setting': z.strictObject({
    value: z.union([z.string().check(z.maxLength(10_000)), z.number(), z.boolean()]),
  }),
  module: moduleValue,
} satisfies Record<ResourceType, z.core.$ZodType>;

export const resource = z.object({
  type: resourceType,
  name: z.string(),
  value: z.unknown(),
  /** The revision of the pair's configuration with which it was last changed. */
  revision: z.int(),
  author: z.string(),
  changedAt: z.number(),
});
export type Resource = z.infer<typeof resource>;

/** `GET /data/api/v1/resources/:type` */
export const resourceList = listOf(resource);

/** The answer to every save: `replicated` is true when the change is on the disks of both nodes. */
export const saved = z.object({ revision: z.int(), replicated: z.boolean() });
export type Saved = z.infer<typeof saved>;

/** `GET /data/api/v1/resources-export` and `POST /data/api/v1/resources-import`: everything in one file. */
export const resourceFile = z.strictObject({
  format: z.literal('understudy-resources'),
  version: z.literal(1),
  resources: z
    .array(z.strictObject({ type: resourceType, name: resourceName, value: z.unknown() }))
    .check(z.maxLength(100_000)),
});
export type ResourceFile = z.infer<typeof resourceFile>;
