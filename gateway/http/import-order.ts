import { Worker } from 'node:worker_threads';
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
  const answer = await new Promise<ImportAnswer>((resolve, reject) => {
    const script = new URL('./import-worker.ts', import.meta.url);
    const worker = new Worker(script, { workerData: order, transferList: [order.bytes.buffer] });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The import ended early, with code ${code}`)));
  });
  if (!answer.ok) throw new GatewayError(answer.code, answer.details);
}
