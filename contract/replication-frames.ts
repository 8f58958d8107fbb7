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

/** What a full synchronisation consists of. `id` is a digest of it: equal snapshots have equal ids. */
export const snapshotManifest = z.object({
  id: z.string(),
  position,
  parts: z.int(),
  rows: z.int(),
  bytes: z.int(),
});
export type SnapshotManifest = z.infer<typeof snapshotManifest>;

/** The frames by which the configuration of the Master reaches the Backup. */
export const replicationFrame = z.discriminatedUnion('type', [
  /**
   * Backup to Master, when the link opens and when something does not fit: where it stands; `null`: nowhere yet.
   * `staged`: parts of a full synchronisation that broke off, and that it has on its disk.
   */
  z.object({
    type: z.literal('position'),
    position: z.nullable(position),
    staged: z.optional(z.object({ id: z.string(), parts: z.int() })),
  }),
  /** Master to Backup: changes in order, and where the Master stands. An empty list asks whether both are equal. */
  z.object({ type: z.literal('rows'), rows: z.array(logRow), head: position, sentAt }),
  /** Backup to Master: on disk. `held`: put aside whole, and taken when the Backup is no longer the active node. */
  z.object({ type: z.literal('applied'), position, ...durations, held: z.optional(z.boolean()) }),
  /**
   * Backup to Master: it could not be applied, and nothing of it was. `storage`: its disk refused, and nothing else
   * would be taken either. `snapshot`: of which full synchronisation it was a part; `null`: they were changes. Older
   * nodes do not tell.
   */
  z.object({
    type: z.literal('failed'),
    problem: z.string(),
    storage: z.optional(z.boolean()),
    snapshot: z.optional(z.nullable(z.string())),
  }),
  /** Master to Backup: everything anew, from this part on. `replace`: whatever the Backup has, as a person ordered. */
  z.object({
    type: z.literal('begin'),
    manifest: snapshotManifest,
    because: z.string(),
    asked: z.boolean(),
    replace: z.boolean(),
    from: z.int(),
  }),
  /** `data`: rows as JSON text; `digest`: SHA-256 of it. */
  z.object({ type: z.literal('part'), id: z.string(), part: z.int(), data: z.string(), digest: z.string(), sentAt }),
  /** Backup to Master: the part is put aside; there is room for the next. */
  z.object({ type: z.literal('staged'), id: z.string(), part: z.int() }),
  /** Master to Backup: the two histories do not fit together, and nothing is applied. */
  z.object({ type: z.literal('diverged'), position }),
  /** A person chose that the sender takes all of what the other node holds; what it had is kept aside already. */
  z.object({ type: z.literal('replaceMe') }),
]);
export type ReplicationFrame = z.infer<typeof replicationFrame>;
