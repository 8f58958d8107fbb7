import * as z from 'zod/mini';

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
  /** The node where the request would succeed. */
  master: z.optional(z.object({ name: z.string(), address: z.nullable(z.string()) })),
});
export type Problem = z.infer<typeof problem>;
