import { Worker } from 'node:worker_threads';
import type { KeptCopy } from './backup-writer.ts';
import type { WrittenSnapshot } from './snapshot-writer.ts';

/** What a worker thread copies out of the configuration database at `path`. */
export interface CopyOrder {
  kind: 'snapshot' | 'backup';
  path: string;
  target: string;
}

/** Carried out beside the event loop. Rejects with what went wrong there. */
export function copyInWorker(order: CopyOrder & { kind: 'snapshot' }): Promise<WrittenSnapshot>;
export function copyInWorker(order: CopyOrder & { kind: 'backup' }): Promise<KeptCopy>;
export function copyInWorker(order: CopyOrder): Promise<WrittenSnapshot | KeptCopy> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./copy-worker.ts', import.meta.url), { workerData: order });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The copy ended early, with code ${code}`)));
  });
}
