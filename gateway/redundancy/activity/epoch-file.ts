import { pingTiming, suspensionWord } from '#contract/activity-frames';
import { epoch } from '#contract/epoch';
import * as z from 'zod/mini';
import type { EpochRecord } from './activity-types.ts';

/** What is in the two slots. */
export const epochRecord: z.ZodMiniType<EpochRecord> = z.strictObject({
  highest: z.nullable(epoch),
  own: z.nullable(epoch),
  released: z.nullable(epoch),
  timing: z._default(z.nullable(z.object({ current: pingTiming, previous: z.nullable(pingTiming) })), null),
  suspension: z._default(z.nullable(suspensionWord), null),
});

export const noEpochs: EpochRecord = { highest: null, own: null, released: null, timing: null, suspension: null };

/** Where the record is kept: durable when `write` returns, or it throws. */
export interface EpochStore {
  read(): EpochRecord | null;
  write(record: EpochRecord): void;
}
