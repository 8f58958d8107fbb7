import * as z from 'zod/mini';

/** The envelope of every list: `total` in the store, `matching` the filters, and the window that was asked for. */
export function listOf<T extends z.core.$ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    metadata: z.object({ total: z.int(), matching: z.int(), limit: z.int(), offset: z.int() }),
  });
}
