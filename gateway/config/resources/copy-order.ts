import { Worker } from 'node:worker_threads';
import type { KeptCopy } from './backup-writer.ts';
import { answerOf } from './copy-watch.ts';
import type { WrittenFile } from './resource-file-writer.ts';
import type { WrittenSnapshot } from './snapshot-writer.ts';

/** What a worker thread copies out of the configuration database at `path`. */
export interface CopyOrder {
  kind: 'snapshot' | 'backup' | 'export';
  path: string;
  target: string;
}

/** Carried out beside the event loop. Rejects with what went wrong there, or when nothing moves any more. */
export function copyInWorker(order: CopyOrder & { kind: 'snapshot' }): Promise<WrittenSnapshot>;
export function copyInWorker(order: CopyOrder & { kind: 'backup' }): Promise<KeptCopy>;
export function copyInWorker(order: CopyOrder & { kind: 'export' }, signal: AbortSignal): Promise<WrittenFile>;
export function copyInWorker(
  order: CopyOrder,
  signal: AbortSignal | null = null,
): Promise<WrittenSnapshot | KeptCopy | WrittenFile> {
  const { target } = order;
  const worker = new Worker(new URL('./copy-worker.ts', import.meta.url), { workerData: order });
  const files = ['', '.db', '.db-journal', '.part'].map((ending) => `${target}${ending}`);
  return answerOf(worker, { what: 'The copy of the configuration', files, signal });
}
