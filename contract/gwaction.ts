import * as z from 'zod/mini';

/** Why an action is refused. The sentences are in `gwaction-sentences.ts`. */
export const refusalCode = z.enum([
  'independent',
  'notActive',
  'alreadyActive',
  'peerNotConnected',
  'notInSync',
  'incompatible',
  'peerCannotActivate',
  'busy',
  'notInTime',
  'notMaster',
  'notSuspended',
]);
export type RefusalCode = z.infer<typeof refusalCode>;

/** `POST /data/api/v1/redundancy/gwaction/failover`: make the other node the active one. */
export const failoverRequest = z.strictObject({ comment: z.optional(z.string().check(z.maxLength(500))) });
export type FailoverRequest = z.infer<typeof failoverRequest>;

/** The answer: the handover is done when it comes. */
export const failoverResult = z.object({
  from: z.string(),
  to: z.string(),
  /** How long no node was active, ms. */
  gapMs: z.nullable(z.number()),
});
export type FailoverResult = z.infer<typeof failoverResult>;

export const actionPreflight = z.object({
  possible: z.boolean(),
  /** Typed reasons, empty when possible. */
  refusals: z.array(refusalCode),
  /** The node that would be active afterwards, or that is re-synchronised. */
  targetName: z.nullable(z.string()),
});
export type ActionPreflight = z.infer<typeof actionPreflight>;

/** `GET /data/api/v1/redundancy/gwaction`: what each action would do now. */
export const gwactionPreflight = z.object({ failover: actionPreflight, resync: actionPreflight });
export type GwactionPreflight = z.infer<typeof gwactionPreflight>;
