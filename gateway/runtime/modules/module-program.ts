import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { moduleManifest, type ModuleManifest } from '#contract/modules';
import * as z from 'zod/mini';

/** A value that changes with time; `at` is epoch ms. */
export type Signal = (at: number) => number;

/** What the file of a module exports. */
export interface ModuleProgram {
  manifest: ModuleManifest;
  signals: Readonly<Record<string, Signal>>;
}

/** How long the top level of a module may take, ms. */
const patienceMs = 3000;

const exported = z.object({
  manifest: moduleManifest,
  signals: z.record(z.string().check(z.regex(/^[a-z][a-z0-9-]{0,59}$/)), z.custom<Signal>(isSignal)),
});

/** Runs the module's top level here. Throws in words for a person, also where it waits for something for ever. */
export async function loadProgram(path: string): Promise<ModuleProgram> {
  const found = await inTime(import(pathToFileURL(path).href));
  return exportedAs(exported, { ...(found as object) });
}

function exportedAs<T>(schema: z.core.$ZodType<T>, found: object): T {
  const result = z.safeParse(schema, found);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(`It does not export what a module must: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

/** Loads a file in a thread of its own first: one that never ends, or ends the process, ends nothing here. */
export async function tryProgram(path: string): Promise<ModuleManifest> {
  const script = `
    const { parentPort, workerData } = require('node:worker_threads');
    import(workerData).then(
      ({ manifest }) => parentPort.postMessage({ manifest }),
      (error) => parentPort.postMessage({ problem: String(error) }));`;
  const worker = new Worker(script, { eval: true, workerData: pathToFileURL(path).href, env: {} });
  try {
    const said = await firstWord(worker);
    if (said.problem !== undefined) throw new Error(said.problem);
    return exportedAs(z.object({ manifest: moduleManifest }), said).manifest;
  } finally {
    await worker.terminate();
  }
}

function firstWord(worker: Worker): Promise<{ manifest?: unknown; problem?: string }> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ problem: 'it does not come to an end' }), patienceMs);
    const end = (said: { manifest?: unknown; problem?: string }) => {
      clearTimeout(timer);
      resolve(said);
    };
    worker.once('message', end);
    worker.once('error', (error: Error) => end({ problem: error.message }));
    worker.once('exit', () => end({ problem: 'it ends the process that loads it' }));
  });
}

function inTime(loading: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it does not come to an end')), patienceMs);
    void loading.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function isSignal(value: unknown): boolean {
  return typeof value === 'function';
}
