import * as z from 'zod/mini';
import { changeoverCause } from './activity-frames.ts';
import { epoch } from './epoch.ts';
import { limitUpTo, listOf } from './list.ts';
import { queryNumber } from './query-number.ts';

/** A node, by the name that it had then. */
const node = z.object({ nodeId: z.string(), name: z.string() });

/** One change of who is active. */
export const changeover = z.object({
  /** Cursor for `after`: grows with every record that this node learns of. */
  id: z.int(),
  /** Of the activation; a changeover is known by it on both nodes. */
  epoch,
  /** When it was recorded, by the clock of the node in `nodeId`, epoch ms. */
  at: z.number(),
  cause: changeoverCause,
  /** `null`: nobody is known to have been active before. */
  from: z.nullable(node),
  to: node,
  /** How long nobody was active, at most; of a node that was lost since it was last heard; `null`: not measured. */
  gapMs: z.nullable(z.number()),
  /** How long both were active; `null`: not measured. */
  overlapMs: z.nullable(z.number()),
  requester: z.nullable(z.string()),
  comment: z.nullable(z.string()),
  /** Who recorded it. */
  nodeId: z.string(),
});
export type Changeover = z.infer<typeof changeover>;

/** `GET /data/api/v1/redundancy/changeovers`, newest first; with `after`, the oldest first of what is newer. */
export const changeovers = listOf(changeover);
export type Changeovers = z.infer<typeof changeovers>;

const whole = queryNumber(0, 1_000_000_000_000_000);

export const changeoverQuery = z.strictObject({
  limit: z._default(limitUpTo(1000), 100),
  offset: z._default(whole, 0),
  after: z.optional(whole),
});
export type ChangeoverQuery = z.infer<typeof changeoverQuery>;
