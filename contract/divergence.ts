import * as z from 'zod/mini';
import { refusalCode } from './gwaction.ts';

/** What an administrator can do about two histories that do not fit together. */
export const divergenceChoice = z.enum(['restoreMaster', 'replaceBackup']);
export type DivergenceChoice = z.infer<typeof divergenceChoice>;

/** A configuration that was replaced, as it is kept for download. */
export const keptBackup = z.object({
  id: z.string(),
  /** When it was kept, epoch ms. */
  at: z.number(),
  /** Why: in words for a person. */
  because: z.string(),
  resources: z.int(),
  /** Where the configuration stood; `null`: nowhere. */
  revision: z.nullable(z.int()),
  /** Of the file that can be imported. */
  bytes: z.int(),
});
export type KeptBackup = z.infer<typeof keptBackup>;

/** `GET /data/api/v1/redundancy/backups`: what this node kept, newest first. */
export const keptBackups = z.object({ items: z.array(keptBackup) });
export type KeptBackups = z.infer<typeof keptBackups>;

/** The answer to a choice. `target`: the node that was replaced; `backupId`: what it had, kept there. */
export const choiceDone = z.object({
  target: z.string(),
  backupId: z.string(),
  /** It is put aside there, and taken when that node is no longer active. */
  held: z.boolean(),
});
export type ChoiceDone = z.infer<typeof choiceDone>;

export const choiceResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: choiceDone }),
  z.object({ ok: z.literal(false), refusals: z.array(refusalCode) }),
]);
