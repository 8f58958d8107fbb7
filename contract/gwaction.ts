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
  'nobodyActive',
  'peerActive',
  'peerTooOld',
  'notConfirmed',
  'diskFull',
  'notInMaintenance',
  'diverged',
  'notDiverged',
  'replacementFailed',
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

/** Longest maintenance, ms: a week. */
export const longestMaintenanceMs = 604_800_000;

/** `PUT /data/api/v1/redundancy/maintenance`: one of `untilAt` (epoch ms) and `forMs`. */
export const maintenanceRequest = z
  .strictObject({
    untilAt: z.optional(z.int().check(z.minimum(0))),
    forMs: z.optional(z.int().check(z.minimum(1000), z.maximum(longestMaintenanceMs))),
    reason: z.string().check(z.trim(), z.minLength(1, 'Enter a reason'), z.maxLength(200)),
  })
  .check(
    z.refine(({ untilAt, forMs }) => (untilAt === undefined) !== (forMs === undefined), {
      error: 'Give either untilAt or forMs',
      path: ['forMs'],
    }),
  );
export type MaintenanceRequest = z.infer<typeof maintenanceRequest>;

/** The answer: both nodes have it on disk. */
export const maintenanceResult = z.object({ untilAt: z.number(), reason: z.string() });
export type MaintenanceResult = z.infer<typeof maintenanceResult>;

/** `POST /data/api/v1/redundancy/gwaction/activate`: the node's own name, typed by a person. */
export const activateRequest = z.strictObject({ nodeName: z.string().check(z.maxLength(200)) });
export type ActivateRequest = z.infer<typeof activateRequest>;

export const activateResult = z.object({ nodeName: z.string(), epoch: z.int() });
export type ActivateResult = z.infer<typeof activateResult>;

export const actionPreflight = z.object({
  possible: z.boolean(),
  /** Typed reasons, empty when possible. */
  refusals: z.array(refusalCode),
  /** The node that would be active afterwards, or that is re-synchronised. */
  targetName: z.nullable(z.string()),
});
export type ActionPreflight = z.infer<typeof actionPreflight>;

/** What cannot be excluded when this node is made active by force. */
export const activatePreflight = z.object({
  ...actionPreflight.shape,
  /** For how long the other node has not been heard, ms; `null`: not since this process started. */
  silentForMs: z.nullable(z.number()),
});
export type ActivatePreflight = z.infer<typeof activatePreflight>;

/** `GET /data/api/v1/redundancy/gwaction`: what each action would do now. An older version knows the first two. */
export const gwactionPreflight = z.object({
  failover: actionPreflight,
  resync: actionPreflight,
  maintenance: z.optional(actionPreflight),
  endMaintenance: z.optional(actionPreflight),
  resumeTakeBack: z.optional(actionPreflight),
  activate: z.optional(activatePreflight),
  /** While the two configurations have different histories: which of them stays is an administrator's choice. */
  restoreMaster: z.optional(actionPreflight),
  replaceBackup: z.optional(actionPreflight),
});
export type GwactionPreflight = z.infer<typeof gwactionPreflight>;
