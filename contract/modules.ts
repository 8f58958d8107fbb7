import * as z from 'zod/mini';
import { listOf } from './list.ts';

/** Of a file, hexadecimal. */
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'Not a SHA-256 hash'));
const text = z.string().check(z.minLength(1), z.maxLength(100));
export const moduleId = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,59}$/, 'Small letters, digits and - only'));

/** Longest file of a module, bytes. */
export const largestModule = 10_000_000;

/** What a module says of itself: the `manifest` that its file exports. */
export const moduleManifest = z.strictObject({ id: moduleId, title: text, version: text });
export type ModuleManifest = z.infer<typeof moduleManifest>;

/** The resource of a module: replicated as every other one. Its file is sent by its hash. */
export const moduleValue = z.strictObject({
  title: text,
  version: text,
  sha256,
  bytes: z.int().check(z.minimum(1), z.maximum(largestModule)),
});
export type ModuleValue = z.infer<typeof moduleValue>;

/** A module as this node has it. */
export const installedModule = z.object({
  id: moduleId,
  ...moduleValue.shape,
  /** `missing`: its file is not here yet. `failed`: it is here, and does not run. */
  state: z.enum(['running', 'missing', 'failed']),
  problem: z.nullable(z.string()),
});
export type InstalledModule = z.infer<typeof installedModule>;

/** `GET /data/api/v1/modules` */
export const installedModules = listOf(installedModule);

const part = z.int().check(z.minimum(0), z.maximum(1000));

/** By these frames a Backup gets the files that it lacks. */
export const moduleFrame = z.discriminatedUnion('type', [
  /** Backup to Master, whenever it changes: how many files it lacks. */
  z.object({ type: z.literal('lacking'), count: z.int() }),
  /** To the node that has it: send this part. */
  z.object({ type: z.literal('wanted'), sha256, part }),
  /** `data` is base64. `sentAt`: by the clock of the node that sends it, epoch ms. */
  z.object({
    type: z.literal('part'),
    sha256,
    part,
    data: z.string().check(z.maxLength(200_000)),
    last: z.boolean(),
    sentAt: z.number(),
  }),
  /** The file is not there either. */
  z.object({ type: z.literal('absent'), sha256 }),
]);
export type ModuleFrame = z.infer<typeof moduleFrame>;
