import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { GatewayError } from '../errors.ts';
import { systemCode } from '../config/disk/durable-file.ts';

/** What is larger goes to the disk as it comes. Bytes. */
const smallBytes = 100_000;

/** What was sent, unread; in the audit it is only its size. */
export class ReceivedFile {
  /** Of the file that holds it; `null`: it is small, and in memory. */
  readonly path: string | null;
  readonly #bytes: Uint8Array;
  readonly #size: number;

  private constructor(path: string | null, bytes: Uint8Array, size: number) {
    this.path = path;
    this.#bytes = bytes;
    this.#size = size;
  }

  /** `freePath`: for a file of its own, which is there until `remove`. Throws `badRequest`, `storageFailed`. */
  static async of(payload: Readable, freePath: () => string): Promise<ReceivedFile> {
    let path: string | null = null;
    try {
      const { first, isWhole } = await beginningOf(payload);
      if (isWhole) return new ReceivedFile(null, first, first.length);
      path = freePath();
      const size = await writeAll(path, first, payload);
      return new ReceivedFile(path, new Uint8Array(), size);
    } catch (error) {
      if (path !== null) rmSync(path, { force: true });
      throw refusalOf(error);
    }
  }

  get text(): string {
    return new TextDecoder().decode(this.#bytes);
  }

  remove(): void {
    if (this.path !== null) rmSync(this.path, { force: true });
  }

  toJSON(): { bytes: number } {
    return { bytes: this.#size };
  }
}

/** As much as may be small. The rest is still to be read. */
async function beginningOf(payload: Readable): Promise<{ first: Buffer; isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunksOf(payload)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > smallBytes) return { first: Buffer.concat(chunks), isWhole: false };
  }
  return { first: Buffer.concat(chunks), isWhole: true };
}

/** How many bytes that were. */
async function writeAll(path: string, first: Buffer, payload: Readable): Promise<number> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(first);
    let size = first.length;
    for await (const chunk of chunksOf(payload)) {
      await file.writeFile(chunk);
      size += chunk.length;
    }
    return size;
  } finally {
    await file.close();
  }
}

/** Whoever reads no further leaves it open: an answer still goes out over the same connection. */
function chunksOf(payload: Readable): AsyncIterable<Buffer> {
  return payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

/** Whoever sends goes away, or the disk is full. */
function refusalOf(error: unknown): unknown {
  const code = systemCode(error);
  if (!(error instanceof Error) || code === null) return error;
  if (/^(?:ECONN|ERR_STREAM|EPIPE)/.test(code)) {
    return new GatewayError('badRequest', { detail: 'The body ended early' });
  }
  return new GatewayError('storageFailed', { detail: `The file that was sent: ${error.message}` });
}
