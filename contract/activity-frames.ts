import * as z from 'zod/mini';
import { epoch } from './epoch.ts';
import { blockerCode } from './redundancy-status.ts';

/** How both nodes watch each other: the Backup's settings count for the pair. */
export const pingTiming = z.object({
  pingRateMs: z.number().check(z.minimum(1)),
  pingMaxMissed: z.int().check(z.minimum(1)),
});
export type PingTiming = z.infer<typeof pingTiming>;

/** Automatic failover is switched off for this long; sent as what remains, for clocks differ. */
export const maintenanceOrder = z.object({
  remainingMs: z.number().check(z.minimum(0)),
  reason: z.string(),
  requester: z.string(),
});
export type MaintenanceOrder = z.infer<typeof maintenanceOrder>;

/** The last word on maintenance, on or off: of two, the later stamp counts. `stamp` is `null` before the first. */
export const maintenanceWord = z.object({ stamp: z.nullable(epoch), order: z.nullable(maintenanceOrder) });
export type MaintenanceWord = z.infer<typeof maintenanceWord>;

/** The last word on automatic take-back after flapping: suspended, or resumed by a person. The later stamp counts. */
export const suspensionWord = z.object({ stamp: epoch, on: z.boolean() });
export type SuspensionWord = z.infer<typeof suspensionWord>;

/** What a node says of itself in hello, ping, echo and status. */
export const activitySnapshot = z.object({
  level: z.enum(['Undecided', 'Standby', 'Active']),
  /** Active and not about to hand over. */
  writing: z.boolean(),
  /** The highest epoch that this node has heard of. */
  highest: z.nullable(epoch),
  /** The epoch of its present or last activation. */
  own: z.nullable(epoch),
  /** How long it has been Active, ms; `null` while it is not. */
  activeForMs: z.nullable(z.number()),
  canActivate: z.boolean(),
  blockers: z.array(blockerCode),
  timing: pingTiming,
  /** The other node is known to use the same timing. */
  timingAgreed: z.boolean(),
  recovery: z.enum(['Automatic', 'Manual']),
  uptimeDecides: z.boolean(),
  suspended: z.boolean(),
  /** `null` before the first. Absent: its version keeps none. */
  suspension: z.optional(z.nullable(suspensionWord)),
  recentChangeovers: z.int(),
  /** Absent: its version knows no maintenance. */
  maintenance: z.optional(maintenanceWord),
});
export type ActivitySnapshot = z.infer<typeof activitySnapshot>;

/** Why the active node changed. */
export const changeoverCause = z.enum([
  'start',
  'planned',
  'nodeLost',
  'nodeStopped',
  'takeBack',
  'splitBrain',
  'forced',
]);
export type ChangeoverCause = z.infer<typeof changeoverCause>;

const handoverReason = z.object({
  cause: changeoverCause,
  requester: z.nullable(z.string()),
  comment: z.nullable(z.string()),
});
export type HandoverReason = z.infer<typeof handoverReason>;

/** The frames by which two nodes settle who is active. */
export const activityFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ping'), number: z.int(), snapshot: activitySnapshot }),
  /** `at`: the answering node's clock, epoch ms. */
  z.object({ type: z.literal('echo'), number: z.int(), snapshot: activitySnapshot, at: z.number() }),
  z.object({ type: z.literal('status'), snapshot: activitySnapshot }),
  z.object({ type: z.literal('claim'), epoch }),
  z.object({ type: z.literal('grant'), epoch }),
  z.object({ type: z.literal('refuse'), epoch: z.nullable(epoch) }),
  z.object({ type: z.literal('withdraw'), epoch }),
  z.object({ type: z.literal('ask') }),
  z.object({ type: z.literal('prepare'), epoch, reason: handoverReason }),
  z.object({ type: z.literal('prepared'), epoch }),
  z.object({ type: z.literal('commit'), epoch }),
  z.object({ type: z.literal('abort'), epoch }),
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('stopped'), epoch: z.nullable(epoch) }),
  z.object({ type: z.literal('resumeTakeBack') }),
  /** A new word on maintenance, and the answer when it is on disk there; only to a node that knows maintenance. */
  z.object({ type: z.literal('maintain'), word: z.object({ ...maintenanceWord.shape, stamp: epoch }), by: z.string() }),
  z.object({ type: z.literal('maintained'), stamp: epoch, ok: z.boolean() }),
  /** Sent after the node stopped writing and wrote that down; `backInMs` for a restart in place. */
  z.object({ type: z.literal('goodbye'), backInMs: z.nullable(z.number()) }),
]);
export type ActivityFrame = z.infer<typeof activityFrame>;
