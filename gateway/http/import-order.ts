import { Worker } from 'node:worker_threads';
import { answerOf } from '../config/resources/copy-watch.ts';
import type { BesideOrder } from '../config/resources/config-store.ts';
import { GatewayError, type ErrorCode, type ErrorDetails } from '../errors.ts';

/** A file of resources that a worker thread reads, checks and writes. */
export interface ImportOrder extends BesideOrder {
  author: string;
  /** UTF-8. */
  bytes: Uint8Array<ArrayBuffer>;
}

/** Why it was refused, or that it is on disk. */
export type ImportAnswer = { ok: true } | { ok: false; code: ErrorCode; details: ErrorDetails };

/** Carried out beside the event loop, which gives the bytes away. Throws as the worker did. */
export async function importInWorker(order: ImportOrder): Promise<void> {
  const script = new URL('./import-worker.ts', import.meta.url);
  const worker = new Worker(script, { workerData: order, transferList: [order.bytes.buffer] });
  // Everybody else who wants to save waits for it: it must not last for ever.
  const files = [order.path, `${order.path}-wal`];
  const answer = await answerOf<ImportAnswer>(worker, { what: 'The import', files });
  if (!answer.ok) throw new GatewayError(answer.code, answer.details);
}
