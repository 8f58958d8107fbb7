import * as z from 'zod/mini';
import { epoch } from './epoch.ts';
import { providerId } from './providers.ts';

/** Where a map of runtime state stands: the activation that wrote last, and how much was written. */
export const runtimePosition = z.object({ epoch: z.nullable(epoch), sequence: z.int().check(z.nonnegative()) });
export type RuntimePosition = z.infer<typeof runtimePosition>;

/** Key, value, key, value, …: flat and checked by hand, for there may be a million a second. */
export type FlatRows = readonly unknown[];

export function isFlatRows(value: unknown): value is FlatRows {
  if (!Array.isArray(value) || value.length % 2 !== 0) return false;
  for (let index = 0; index < value.length; index += 2) if (typeof value[index] !== 'string') return false;
  return true;
}

const flatRows = z.custom<FlatRows>(isFlatRows);
const map = providerId;
/** Of one attempt to bring the other node up to date; a new attempt has a greater one. */
const run = z.int();
const number = z.int();

/** An operator's write that was answered as done. */
export const answeredWrite = z.object({
  map,
  key: z.string(),
  value: z.unknown(),
  who: z.string(),
  /** By the clock of the node that answered, epoch ms. */
  at: z.number(),
});
export type AnsweredWrite = z.infer<typeof answeredWrite>;

/** Answered writes that a node had to give up because the data of the other one is the greater. */
export const receipt = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  /** Epoch ms. */
  at: z.number(),
  /** Whose writes they were. */
  nodeId: z.string(),
  writes: z.array(answeredWrite).check(z.maxLength(10_000)),
});
export type Receipt = z.infer<typeof receipt>;

/** The frames by which the runtime state of the active node reaches the other one. */
export const runtimeFrame = z.discriminatedUnion('type', [
  /** Receiver to sender: where it stands, when what was sent does not fit; `null`: everything is needed. */
  z.object({ type: z.literal('stand'), map, position: z.nullable(runtimePosition) }),
  /** Sender to receiver: a part of what changed. */
  z.object({
    type: z.literal('rows'),
    map,
    run,
    /** Counts the parts of a run, from 1. */
    number,
    /** Where the receiver must stand; `null`: everything is sent, and put in force with the last part. */
    base: z.nullable(runtimePosition),
    /** Everything is sent because the receiver's own data came about another way. */
    diverged: z.boolean(),
    /** No row is newer than this sequence. */
    at: z.int(),
    /** Where the receiver stands after the last part. */
    end: runtimePosition,
    last: z.boolean(),
    /** Sum of the hashes of all entries, as it must be after exactly this part; with the last part. */
    digest: z.nullable(z.int()),
    rows: flatRows,
    gone: z.array(z.string()),
    /** Epoch ms of the sender's clock. */
    sentAt: z.number(),
  }),
  /** Receiver to sender: applied, or put aside. */
  z.object({
    type: z.literal('applied'),
    map,
    run,
    number,
    /** ms; `null`: there was nothing to take, or the clocks are not compared yet. */
    pullMs: z.nullable(z.number()),
    applyMs: z.nullable(z.number()),
  }),
  /** Receiver to sender: refused, and nothing of it applied. */
  z.object({ type: z.literal('failed'), map, run, problem: z.string().check(z.maxLength(500)) }),
  /** To the active node: what the sender had before greater data replaced it, where both sides count. */
  z.object({ type: z.literal('unite'), map, number: z.int(), rows: flatRows }),
  /** To the active node. */
  z.object({ type: z.literal('receipt'), receipt }),
  /** From the active node: united, or kept. */
  z.object({ type: z.literal('united'), number: z.int() }),
  z.object({ type: z.literal('received'), id: z.string() }),
]);
export type RuntimeFrame = z.infer<typeof runtimeFrame>;
export type RowsFrame = Extract<RuntimeFrame, { type: 'rows' }>;

/** In hello: where each map of the speaking node stands. */
export const runtimePositions = z.array(z.object({ map, position: runtimePosition }));
export type RuntimePositions = z.infer<typeof runtimePositions>;
