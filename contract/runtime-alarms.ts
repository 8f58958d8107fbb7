import * as z from 'zod/mini';
import { listOf } from './list.ts';
import { until } from './runtime-tags.ts';

/** Where an alarm stands. Times are epoch ms, by the clock of the node that was active. */
export const alarmState = z.object({
  /** Names the last time that it came; `null`: never yet. */
  occurrence: z.nullable(z.string()),
  active: z.boolean(),
  /** The condition holds since then, and is not an alarm yet. */
  pendingSinceAt: z.nullable(z.number()),
  activeAt: z.nullable(z.number()),
  clearedAt: z.nullable(z.number()),
  /** What the tag was worth when it came. */
  value: z.nullable(z.number()),
  acknowledged: z.boolean(),
  acknowledgedAt: z.nullable(z.number()),
  acknowledgedBy: z.nullable(z.string()),
  comment: z.nullable(z.string()),
  shelvedUntilAt: z.nullable(z.number()),
  shelvedBy: z.nullable(z.string()),
});
export type AlarmState = z.infer<typeof alarmState>;

export const runtimeAlarm = z.object({
  name: z.string(),
  tag: z.string(),
  condition: z.enum(['above', 'below']),
  limit: z.number(),
  unit: z.optional(z.string()),
  priority: z.enum(['low', 'medium', 'high']),
  description: z.optional(z.string()),
  ...alarmState.shape,
});
export type RuntimeAlarm = z.infer<typeof runtimeAlarm>;

/** `GET /data/api/v1/runtime/alarms` */
export const runtimeAlarms = listOf(runtimeAlarm);

/** `POST /data/api/v1/runtime/alarms/:name/acknowledge`: that occurrence, and no later one. */
export const acknowledgeRequest = z.strictObject({
  occurrence: z.string().check(z.maxLength(300)),
  comment: z.optional(z.string().check(z.maxLength(500))),
  until: z.optional(until),
});
export type AcknowledgeRequest = z.infer<typeof acknowledgeRequest>;

/** `POST /data/api/v1/runtime/alarms/:name/shelve`; 0 ends it. */
export const shelveRequest = z.strictObject({ forMs: z.int().check(z.minimum(0), z.maximum(604_800_000)) });

/** `replicated`: the other node knows too. */
export const alarmChanged = z.object({ ...alarmState.shape, replicated: z.boolean() });
export type AlarmChanged = z.infer<typeof alarmChanged>;
