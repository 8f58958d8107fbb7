import * as z from 'zod/mini';

const node = z.object({ name: z.string(), address: z.nullable(z.string()) });

/** RFC 9457 `application/problem+json`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  /** Stable, for scripts. */
  code: z.string(),
  /** What is wrong with which member, by JSON pointer (RFC 6901). */
  errors: z.optional(z.array(z.object({ pointer: z.string(), detail: z.string() }))),
  /** Typed reasons of a refused action. */
  refusals: z.optional(z.array(z.string())),
  /** The node where the request would succeed: what is edited on the Master, and what is done on the active node. */
  master: z.optional(node),
  active: z.optional(node),
});
export type Problem = z.infer<typeof problem>;
