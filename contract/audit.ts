import * as z from 'zod/mini';
import { limitUpTo, listOf } from './list.ts';
import { queryNumber } from './query-number.ts';

/** Who did what, where, and what came of it. */
export const auditEntry = z.object({
  /** Cursor for `after`: grows with every entry that this node learns of. */
  id: z.int(),
  /** By the clock of the node in `nodeId`, epoch ms. */
  at: z.number(),
  /** Where it was done. */
  nodeId: z.string(),
  nodeName: z.string(),
  /** `null`: somebody who did not say, or did not prove it. */
  who: z.nullable(z.string()),
  /** Address of the caller. */
  from: z.string(),
  /** `operationId` of the API. */
  operation: z.string(),
  /** What it was done to; empty where the operation says it. */
  target: z.string(),
  /** JSON, without secrets; `null`: there was nothing, or it is not known. */
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
  outcome: z.enum(['done', 'refused', 'failed']),
  /** Why it was refused, or failed. */
  detail: z.nullable(z.string()),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** `GET /data/api/v1/audit`, newest first; with `after`, the oldest first of what is newer. */
export const auditEntries = listOf(auditEntry);
export type AuditEntries = z.infer<typeof auditEntries>;

const whole = queryNumber(0, 1_000_000_000_000_000);

export const auditQuery = z.strictObject({
  search: z.optional(z.string().check(z.maxLength(200))),
  limit: z._default(limitUpTo(1000), 200),
  offset: z._default(whole, 0),
  after: z.optional(whole),
});
export type AuditQuery = z.infer<typeof auditQuery>;
