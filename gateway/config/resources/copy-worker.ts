import { parentPort, workerData } from 'node:worker_threads';
import { writeBackup } from './backup-writer.ts';
import type { CopyOrder } from './copy-order.ts';
import { writeSnapshot } from './snapshot-writer.ts';

// The body of a worker thread: one order, one answer.
const order = workerData as CopyOrder;
parentPort?.postMessage(
  order.kind === 'snapshot' ? writeSnapshot(order.path, order.target) : writeBackup(order.path, order.target),
);
