import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { writeImport } from '../config/resources/import-writer.ts';
import { GatewayError } from '../errors.ts';
import type { ImportAnswer, ImportOrder } from './import-order.ts';
import { readLargeFile } from './resource-file.ts';

// The body of a worker thread: one file, one answer. Nobody else writes the configuration meanwhile.
z.config(z.locales.en());
const order = workerData as ImportOrder;
const chunkBytes = 262_144;

function write(): ImportAnswer {
  const done = new Int32Array(order.progress);
  try {
    writeImport(order, order.author, (isNew) =>
      readLargeFile(chunksOf(order.file), {
        isNew,
        progress: () => Atomics.add(done, 0, 1),
      }),
    );
    return { ok: true };
  } catch (error) {
    if (error instanceof GatewayError) return { ok: false, code: error.code, details: error.details };
    throw error;
  }
}

/** Each holds until the next one is asked for. */
function* chunksOf(path: string): Generator<Uint8Array> {
  const chunk = new Uint8Array(chunkBytes);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const bytes = readSync(file, chunk);
      if (bytes === 0) return;
      yield chunk.subarray(0, bytes);
    }
  } finally {
    closeSync(file);
  }
}

parentPort?.postMessage(write());
