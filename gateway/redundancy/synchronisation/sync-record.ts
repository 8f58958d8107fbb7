import * as z from 'zod/mini';

/** When the last whole synchronisation was completed, epoch ms, and what this node held then; kept over restarts. */
export const syncRecord = z.strictObject({ completedAt: z.number(), revision: z.optional(z.int()) });
export type SyncRecord = z.infer<typeof syncRecord>;

export interface SyncStore {
  read(): SyncRecord | null;
  write(record: SyncRecord): void;
}
