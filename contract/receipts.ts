import * as z from 'zod/mini';
import { listOf } from './list.ts';
import { receipt } from './runtime-frames.ts';

/** `GET /data/api/v1/redundancy/receipts`, newest first. */
export const receipts = listOf(receipt);
export type Receipts = z.infer<typeof receipts>;

const whole = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(1_000_000_000));

export const receiptQuery = z.strictObject({
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1000)), 100),
  offset: z._default(whole, 0),
});
