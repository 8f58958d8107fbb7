import * as z from 'zod/mini';

/** When the last whole synchronisation was completed, epoch ms; kept over restarts. */
export const syncRecord = z.strictObject({ completedAt: z.number() });
export type SyncRecord = z.infer<typeof syncRecord>;

export interface SyncStore {
  read(): SyncRecord | null;
  write(record: SyncRecord): void;
}
