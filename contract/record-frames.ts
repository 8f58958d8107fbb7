import * as z from 'zod/mini';
import { providerId } from './providers.ts';

const origin = z.string().check(z.minLength(1), z.maxLength(100));
/** Of its origin, growing; above every one that the origin had seen, and not below its clock in microseconds. */
const sequence = z.int().check(z.minimum(1), z.maximum(4_000_000_000_000_000));
const problem = z.string().check(z.maxLength(500));
/** Of one provider, by the node that wrote the records: the highest that was ever held, trimmed or not. */
const heads = z.array(z.object({ origin, highest: z.int() })).check(z.maxLength(200));

/** A record that either node wrote; never changed. Its id is its origin with its sequence. */
export const sharedRecord = z.object({
  origin,
  sequence,
  /** By the clock of the origin, epoch ms. */
  at: z.number(),
  /** JSON; what a newer version wrote is kept as it is. */
  value: z.string().check(z.maxLength(100_000)),
});
export type SharedRecord = z.infer<typeof sharedRecord>;
export type Heads = z.infer<typeof heads>;

/** The frames by which records that either node writes reach the other one. */
export const recordFrame = z.discriminatedUnion('type', [
  /** When the link opens: how far each origin's records are here. What is missing is sent, in order. */
  z.object({ type: z.literal('have'), providers: z.array(z.object({ provider: providerId, heads })) }),
  z.object({
    type: z.literal('records'),
    provider: providerId,
    number: z.int(),
    records: z.array(sharedRecord).check(z.maxLength(500)),
    /** By the sender's clock, epoch ms. */
    sentAt: z.number(),
  }),
  /** On disk. */
  z.object({
    type: z.literal('taken'),
    provider: providerId,
    number: z.int(),
    pullMs: z.nullable(z.number()),
    applyMs: z.number(),
  }),
  /** Nothing of it was written. */
  z.object({ type: z.literal('failed'), provider: providerId, number: z.int(), problem }),
  /** While nothing is under way: whoever stands at the same heads must hold the same. */
  z.object({ type: z.literal('digest'), provider: providerId, heads, count: z.int(), digest: z.int() }),
  /** The digests differ: all that is held is asked for once more. */
  z.object({ type: z.literal('again'), provider: providerId }),
]);
export type RecordFrame = z.infer<typeof recordFrame>;
