import * as z from 'zod/mini';

/** One activation: unique, and above every one that the node had seen. Compared by number, then by node id. */
export const epoch = z.object({ number: z.int().check(z.nonnegative()), nodeId: z.string() });
export type Epoch = z.infer<typeof epoch>;

/** Negative, zero or positive as `a` is below, equal to or above `b`; `null` is below every epoch. */
export function compareEpochs(a: Epoch | null, b: Epoch | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  if (a.number !== b.number) return a.number - b.number;
  return a.nodeId < b.nodeId ? -1 : a.nodeId > b.nodeId ? 1 : 0;
}

/** The greater of two epochs. */
export function maxEpoch(a: Epoch | null, b: Epoch | null): Epoch | null {
  return compareEpochs(a, b) >= 0 ? a : b;
}
