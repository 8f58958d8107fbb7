import { Worker } from 'node:worker_threads';
import { answerOf } from '../config/resources/copy-watch.ts';
import type { BesideOrder } from '../config/resources/beside-order.ts';
import { GatewayError, type ErrorCode, type ErrorDetails } from '../errors.ts';

/** A file of resources that a worker thread reads, checks and writes. */
export interface ImportOrder extends BesideOrder {
  author: string;
  /** The hashes of the files of modules that are here. */
  modules: string[];
  /** Where it lies. */
  file: string;
  /** One 32-bit number: how many resources were looked at, for whoever waits. */
  progress: SharedArrayBuffer;
}

/** Why it was refused, or that it is on disk. */
export type ImportAnswer = { ok: true } | { ok: false; code: ErrorCode; details: ErrorDetails };

/** Carried out beside the event loop. Throws as the worker did. */
export async function importInWorker(order: Omit<ImportOrder, 'progress'>): Promise<void> {
  const script = new URL('./import-worker.ts', import.meta.url);
  const progress = new SharedArrayBuffer(4);
  const count = new Int32Array(progress);
  const worker = new Worker(script, { workerData: { ...order, progress } satisfies ImportOrder });
  // Everybody else who wants to save waits for it: it must not last for ever.
  const files = [order.path, `${order.path}-wal`];
  const watch = { what: 'The import', files, progress: () => Atomics.load(count, 0), holdsOthers: true };
  const answer = await answerOf<ImportAnswer>(worker, watch);
  if (!answer.ok) throw new GatewayError(answer.code, answer.details);
}
