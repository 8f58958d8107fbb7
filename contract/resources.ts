import * as z from 'zod/mini';
import { listOf } from './list.ts';
import { moduleId, moduleValue } from './modules.ts';
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

const tagFacts = {
  dataType: z.enum(['number', 'boolean', 'text']),
  unit: z.optional(z.string().check(z.maxLength(20))),
  description,
};

/** Where the value of a tag comes from. `memory`: from whoever writes it. */
export const tagConfig = z.discriminatedUnion(
  'source',
  [
    z.strictObject({ source: z.literal('memory'), ...tagFacts }),
    /** A part of a tank that does not exist. `pump`, `valve` and `automatic` are switches, `level` is in percent. */
    z.strictObject({
      source: z.literal('simulated'),
      ...tagFacts,
      equipment: resourceName,
      part: z.enum(['level', 'pump', 'valve', 'automatic']),
    }),
    /** Of the computer and the process that work: processor in percent, memory in MB, delay of the event loop in ms. */
    z.strictObject({ source: z.literal('host'), ...tagFacts, metric: z.enum(['cpu', 'memory', 'eventLoopDelay']) }),
    z.strictObject({
      source: z.literal('module'),
      ...tagFacts,
      module: moduleId,
      signal: z.string().check(z.maxLength(60)),
    }),
  ],
  { error: 'One of memory, simulated, host, module' },
);
export type TagConfig = z.infer<typeof tagConfig>;

export const alarmConfig = z.strictObject({
  tag: resourceName,
  condition: z.enum(['above', 'below']),
  limit: z.number(),
  /** How far the value must come back from the limit before the alarm is over. */
  hysteresis: z.number().check(z.minimum(0)),
  /** How long the condition must hold before it is one. */
  delayMs: z.int().check(z.minimum(0), z.maximum(86_400_000)),
  priority: z.enum(['low', 'medium', 'high']),
  description,
});
export type AlarmConfig = z.infer<typeof alarmConfig>;

const tagNames = z.array(resourceName).check(z.maxLength(200));

/** What an operator sees at `/runtime/:project/:page`. Alarms are those of its tags. */
export const projectPage = z.strictObject({
  name: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'Small letters, digits and - only')),
  title: z.string().check(z.minLength(1), z.maxLength(200)),
  tags: tagNames,
  /** Those of the tags that are drawn over time. */
  trends: tagNames,
});
export type ProjectPage = z.infer<typeof projectPage>;

export const projectConfig = z.strictObject({
  title: z.string().check(z.minLength(1), z.maxLength(200)),
  description,
  pages: z.optional(z.array(projectPage).check(z.maxLength(100))),
});
export type ProjectConfig = z.infer<typeof projectConfig>;

/** What a resource of each type holds. */
export const resourceValues = {
  project: projectConfig,
  tag: tagConfig,
  alarm: alarmConfig,
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

/** For whoever opens the file to find out what can be restored from it. */
export const whatAFileHolds =
  'Projects, tags, alarms, gateway settings, and which modules are installed. Not in it: users, their passwords and ' +
  'API tokens, the files of modules, and the values of tags.';

export const fileResource = z.strictObject({ type: resourceType, name: resourceName, value: z.unknown() });

/** `GET /data/api/v1/resources-export` and `POST /data/api/v1/resources-import`: everything in one file. */
export const resourceFile = z.strictObject({
  format: z.literal('understudy-resources'),
  version: z.literal(1),
  /** A sentence; nothing depends on it. */
  holds: z.optional(z.string().check(z.maxLength(1000))),
  resources: z.array(fileResource),
});
export type ResourceFile = z.infer<typeof resourceFile>;
