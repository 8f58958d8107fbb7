import * as z from 'zod/mini';
import { epoch } from './epoch.ts';
import { providerId } from './providers.ts';

/** Where a node's configuration stands: the history, how far, and the hash of everything until there. */
export const position = z.object({ lineage: z.string(), revision: z.int(), hash: z.string() });
export type Position = z.infer<typeof position>;

/** One change of one resource, as it is kept and sent. `value` is JSON text; `null`: deleted. */
export const logRow = z.object({
  revision: z.int(),
  provider: providerId,
  type: z.string(),
  name: z.string(),
  value: z.nullable(z.string()),
  epoch: z.nullable(epoch),
  author: z.string(),
  at: z.number(),
  /** Hash of the row before; the first one has the lineage there. */
  previousHash: z.string(),
});
export type LogRow = z.infer<typeof logRow>;

/** A resource of a full synchronisation. */
export const snapshotRow = z.object({
  provider: providerId,
  type: z.string(),
  name: z.string(),
  value: z.string(),
  revision: z.int(),
  author: z.string(),
  changedAt: z.number(),
});
export type SnapshotRow = z.infer<typeof snapshotRow>;

/** When the sender handed it over, epoch ms of its clock: where the time of a transfer is counted from. */
const sentAt = z.number();

/** How long the receiver took, ms; `null`: nothing was transferred, or the clocks are not compared yet. */
const durations = { pullMs: z.nullable(z.number()), applyMs: z.nullable(z.number()) };

/** The frames by which the configuration of the Master reaches the Backup. */
export const replicationFrame = z.discriminatedUnion('type', [
  /** Backup to Master, when the link opens and when something does not fit: where it stands; `null`: nowhere yet. */
  z.object({ type: z.literal('position'), position: z.nullable(position) }),
  /** Master to Backup: changes in order, and where the Master stands. An empty list asks whether both are equal. */
  z.object({ type: z.literal('rows'), rows: z.array(logRow), head: position, sentAt }),
  /** Backup to Master: applied, on disk. */
  z.object({ type: z.literal('applied'), position, ...durations }),
  /** Backup to Master: it could not be applied, and nothing of it was. */
  z.object({ type: z.literal('failed'), problem: z.string() }),
  /** Master to Backup: everything anew, in parts; the last one carries the digest of all rows. */
  z.object({
    type: z.literal('snapshot'),
    id: z.string(),
    part: z.int(),
    rows: z.array(snapshotRow),
    end: z.nullable(z.object({ position, digest: z.string(), count: z.int() })),
    sentAt,
  }),
  /** Backup to Master: the part is put aside; there is room for the next. */
  z.object({ type: z.literal('staged'), id: z.string(), part: z.int() }),
  /** Master to Backup: the two histories do not fit together, and nothing is applied. */
  z.object({ type: z.literal('diverged'), position }),
]);
export type ReplicationFrame = z.infer<typeof replicationFrame>;
