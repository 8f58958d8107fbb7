import * as z from 'zod/mini';
import { limitUpTo, listOf } from './list.ts';
import { receipt } from './runtime-frames.ts';
import { queryNumber } from './query-number.ts';

/** `GET /data/api/v1/redundancy/receipts`, newest first. */
export const receipts = listOf(receipt);
export type Receipts = z.infer<typeof receipts>;

const whole = queryNumber(0, 1_000_000_000);

export const receiptQuery = z.strictObject({
  limit: z._default(limitUpTo(1000), 100),
  offset: z._default(whole, 0),
});
