import { createReadStream, mkdirSync, type ReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { GatewayError } from '../../errors.ts';
import { type CopyOrder, copyInWorker } from './copy-order.ts';
import { patienceMs } from './copy-watch.ts';
import type { WrittenFile } from './resource-file-writer.ts';
import { orStorageFailed, systemCode } from '../disk/durable-file.ts';

export interface ExportFilesParts {
  /** Of its own: it is emptied at each start. */
  directory: string;
  /** Of the configuration database. */
  path: string;
  copy?: (order: CopyOrder & { kind: 'export' }, signal: AbortSignal) => Promise<WrittenFile>;
}

/** The file of all resources. It is removed as soon as the stream ends, or is destroyed. */
export interface ExportFile {
  stream: Readable;
  bytes: number;
}

/** Each takes as much of the disk as there is configuration. */
const most = 2;
const lookMs = 1000;

/** Files of the whole configuration for download, each written beside the event loop as it is asked for. */
export class ExportFiles {
  readonly #parts: ExportFilesParts;
  #underWay = 0;
  /** One is written after the other: the event loop needs the processor too. */
  #written: Promise<unknown> = Promise.resolve();
  #count = 0;

  constructor(parts: ExportFilesParts) {
    this.#parts = parts;
  }

  /** Removes what a process left behind that was killed. A disk that lets nothing go keeps no node from starting. */
  clear(): void {
    try {
      rmSync(this.#parts.directory, { recursive: true, force: true });
    } catch (error) {
      if (systemCode(error) === null) throw error;
    }
  }

  /** `signal`: whoever asked has left. Throws `unavailable` while there are enough of them, `storageFailed`. */
  async take(signal: AbortSignal): Promise<ExportFile> {
    if (this.#underWay >= most) {
      const detail = `${most} exports are under way: ask again when one of them is done`;
      throw new GatewayError('unavailable', { detail, retryAfterMs: 5000 });
    }
    const target = this.freePath();
    this.#underWay += 1;
    try {
      const { bytes } = await this.#write(target, signal);
      return { bytes, stream: this.#opened(target, signal) };
    } catch (error) {
      this.#remove(target);
      throw error;
    }
  }

  /** For a file beside them, which whoever asked removes. */
  freePath(): string {
    const { directory } = this.#parts;
    orStorageFailed(directory, () => mkdirSync(directory, { recursive: true, mode: 0o700 }));
    return join(directory, `${(this.#count += 1)}.json`);
  }

  async #write(target: string, signal: AbortSignal): Promise<WrittenFile> {
    const { path, copy = copyInWorker } = this.#parts;
    try {
      const writing = this.#written.then(() => {
        signal.throwIfAborted();
        return copy({ kind: 'export', path, target }, signal);
      });
      this.#written = writing.catch(() => undefined);
      return await writing;
    } catch (error) {
      // A thread that fails hands over the code and the words of an error, not its class.
      const code = systemCode(error) ?? '';
      if (!(error instanceof Error) || !/^(?:E[A-Z]+|storageFailed)$/.test(code)) throw error;
      throw new GatewayError('storageFailed', { detail: `The file of the export: ${error.message}` });
    }
  }

  #opened(target: string, signal: AbortSignal): ReadStream {
    const stream = createReadStream(target);
    const stopWatching = giveUpWhenStill(stream);
    stream.once('close', () => {
      stopWatching();
      this.#remove(target);
    });
    if (signal.aborted) stream.destroy();
    signal.addEventListener('abort', () => stream.destroy(), { once: true });
    return stream;
  }

  #remove(target: string): void {
    rmSync(target, { force: true });
    this.#underWay -= 1;
  }
}

/** Whoever takes nothing any more would keep others from it. Returns what ends the watch. */
function giveUpWhenStill(stream: ReadStream): () => void {
  let [taken, stillMs] = [0, 0];
  const timer = setInterval(() => {
    stillMs = stream.bytesRead === taken ? stillMs + lookMs : 0;
    taken = stream.bytesRead;
    if (stillMs >= patienceMs) stream.destroy(new Error('Nobody takes the export any more'));
  }, lookMs);
  return () => clearInterval(timer);
}
