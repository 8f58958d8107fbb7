import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { ConfigStore } from '../config/resources/config-store.ts';
import { changesOf } from '../config/resources/resources.ts';
import { GatewayError } from '../errors.ts';
import type { ImportAnswer, ImportOrder } from './import-order.ts';
import { readResourceFile } from './resource-file.ts';

// The body of a worker thread: one file, one answer. Nobody else writes the configuration meanwhile.
z.config(z.locales.en());
const { path, logBytes, epoch, author, bytes } = workerData as ImportOrder;

async function write(): Promise<ImportAnswer> {
  const store = new ConfigStore(path, { logBytes, epoch: () => epoch, now: () => Date.now() });
  try {
    const file = readResourceFile(new TextDecoder().decode(bytes));
    store.open();
    const changes = changesOf(file, store);
    if (changes.length > 0) await store.write(changes, author);
    return { ok: true };
  } catch (error) {
    if (error instanceof GatewayError) return { ok: false, code: error.code, details: error.details };
    throw error;
  } finally {
    store.close();
  }
}

const answer = await write();
parentPort?.postMessage(answer);
