import * as z from 'zod/mini';
import { limitUpTo, listOf, sortBy } from './list.ts';
import { queryNumber } from './query-number.ts';

/**
 * A subsystem whose data is replicated, as `tag-values`. Which there are, the gateway lists: a console takes those of a
 * newer version as they come.
 */
export const providerId = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/));
export type ProviderId = z.infer<typeof providerId>;

/** `null` in a figure: not before the first time, shown as "never". */
export const provider = z.object({
  id: providerId,
  name: z.string(),
  kind: z.enum(['config', 'runtime', 'shared']),
  /** Of the answering node. */
  direction: z.enum(['sends', 'receives']),
  /** When the receiver last took a change, or confirmed that there was none, epoch ms. */
  lastPullAt: z.nullable(z.number()),
  /** First byte to last byte, ms. */
  lastPullMs: z.nullable(z.number()),
  /** The transaction that applied it, ms. */
  lastApplyMs: z.nullable(z.number()),
  fullSyncNeeded: z.boolean(),
  restartRequired: z.boolean(),
  lastError: z.nullable(z.string()),
  /** The present link is not encrypted, and this goes over no other: it waits for one that is. Absent: no. */
  withheld: z.optional(z.boolean()),
  /** Rows that the other node has not acknowledged. */
  pending: z.int(),
  /** So many bytes of them are kept; beyond that the other node gets everything anew. Absent: there is no limit. */
  pendingLimit: z.optional(z.int()),
  /** Posted, over the last 60 s. */
  queuedPerSec: z.number(),
  /** Acknowledged by the other node, over the last 60 s. */
  dispatchedPerSec: z.number(),
  /**
   * How fast the other node acknowledges at the moment, for the time that what is pending needs: over the last 10 s, of
   * those only since the first acknowledgement after a pause of 2 s. So neither an outage nor rest before it counts.
   * `null`: none in 10 s, so nobody can tell. Absent: the node is of an earlier version.
   */
  drainPerSec: z.optional(z.nullable(z.number())),
});
export type Provider = z.infer<typeof provider>;

/** `GET /data/api/v1/redundancy/providers` */
export const providers = listOf(provider);
export type Providers = z.infer<typeof providers>;

const whole = queryNumber(0, 1_000_000_000);

export const providerSortMembers = z.keyof(provider).options;

export const providerQuery = z.strictObject({
  /** Part of the name, case ignored. */
  search: z.optional(z.string().check(z.maxLength(200))),
  /** "Never" comes before every time. */
  sortBy: z.optional(sortBy(providerSortMembers)),
  limit: z._default(limitUpTo(1000), 100),
  offset: z._default(whole, 0),
});
export type ProviderQuery = z.infer<typeof providerQuery>;
