import * as z from 'zod/mini';
import { limitUpTo, listOf, sortBy } from './list.ts';
import { queryNumber } from './query-number.ts';

/** Why something was written down. The sentence comes with the event. */
export const eventReason = z.enum([
  'fullSyncDataOnly',
  'fullSyncFull',
  'fullSyncDone',
  'fullSyncFailed',
  'fullSyncAsked',
  'fullSyncResumed',
  'fullSyncHeld',
  'changesFailed',
  'changesApplied',
  'softRestarted',
  'syncLoop',
  'moduleTaken',
  'diverged',
  'activityLevel',
  'takeBackSuspended',
  'splitBrainResolved',
  'stalled',
  'runtimeFullSync',
  'digestMismatch',
  'runtimeRefused',
  'writesNotCarriedOver',
  'maintenanceStarted',
  'maintenanceEnded',
]);
export type EventReason = z.infer<typeof eventReason>;

export const redundancyEvent = z.object({
  /** Cursor for `after` and `before`: grows with every event that comes to the node, from wherever and however old. */
  id: z.int(),
  at: z.number(),
  severity: z.enum(['info', 'warning', 'error']),
  reasonCode: eventReason,
  reason: z.string(),
  provider: z.nullable(z.string()),
  nodeId: z.string(),
});
export type RedundancyEvent = z.infer<typeof redundancyEvent>;

/** `GET /data/api/v1/redundancy/events`, newest first; with `after`, what came since, as it came to the node. */
export const redundancyEvents = listOf(redundancyEvent);
export type RedundancyEvents = z.infer<typeof redundancyEvents>;

const whole = queryNumber(0, 1_000_000_000_000_000);

/** `timestamp` is what other gateways call `at`. */
export const eventSortMembers = [...z.keyof(redundancyEvent).options, 'timestamp'] as const;

export const eventQuery = z.strictObject({
  search: z.optional(z.string().check(z.maxLength(200))),
  severity: z.optional(z.enum(['info', 'warning', 'error'])),
  startTime: z.optional(whole),
  endTime: z.optional(whole),
  /** Epoch ms, as who asks again and again knows it of the newest event. */
  timestamp: z.optional(whole.check(z.describe('Only what happened after this time'))),
  /** Severity from info to error. */
  sortBy: z.optional(sortBy(eventSortMembers)),
  limit: z._default(limitUpTo(1000), 200),
  offset: z._default(whole, 0),
  after: z.optional(whole),
  /** What happened before this event: a page that does not shift while others come. None if the event is gone. */
  before: z.optional(whole),
});
export type EventQuery = z.infer<typeof eventQuery>;
