import { parentPort, workerData } from 'node:worker_threads';
import { writeBackup } from './backup-writer.ts';
import type { CopyOrder } from './copy-order.ts';
import { writeExport } from './resource-file-writer.ts';
import { writeSnapshot } from './snapshot-writer.ts';

// The body of a worker thread: one order, one answer.
const { kind, path, target } = workerData as CopyOrder;
const write = { snapshot: writeSnapshot, backup: writeBackup, export: writeExport }[kind];
parentPort?.postMessage(write(path, target));
