import { closeSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SnapshotManifest } from '#contract/replication-frames';
import { type CopyOrder, copyInWorker } from './copy-order.ts';
import type { StoredPart, WrittenSnapshot } from './snapshot-writer.ts';

export interface WhenWritten {
  done: (written: WrittenSnapshot) => void;
  failed: (error: unknown) => void;
}

export type WriteSnapshot = (order: CopyOrder & { kind: 'snapshot' }, when: WhenWritten) => void;

function writeInWorker(order: CopyOrder & { kind: 'snapshot' }, { done, failed }: WhenWritten): void {
  copyInWorker(order).then(done, failed);
}

/** The configuration at one instant, in parts, in a file. It stays for a transfer that breaks off. */
export class SnapshotFile {
  readonly manifest: SnapshotManifest;
  readonly #path: string;
  readonly #parts: readonly StoredPart[];

  constructor(path: string, { manifest, parts }: WrittenSnapshot) {
    this.#path = path;
    this.manifest = manifest;
    this.#parts = parts;
  }

  /** Rows as JSON text. Throws where it cannot be read. */
  part(number: number): { data: string; digest: string; bytes: number } {
    const { offset, bytes, digest } = this.#find(number);
    const buffer = Buffer.allocUnsafe(bytes);
    const file = openSync(this.#path, 'r');
    try {
      if (readSync(file, buffer, 0, bytes, offset) !== bytes) throw new Error('The snapshot ends early');
    } finally {
      closeSync(file);
    }
    return { data: buffer.toString('utf8'), digest, bytes };
  }

  /** Room that the parts before this one take. */
  bytesBefore(number: number): number {
    return number >= this.#parts.length ? this.manifest.bytes : this.#find(number).offset;
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }

  #find(number: number): StoredPart {
    const part = this.#parts[number];
    if (part === undefined) throw new Error(`There is no part ${number}`);
    return part;
  }
}

/** Snapshots for full synchronisations: one at a time, in a directory of its own that is emptied at each start. */
export class SnapshotSource {
  readonly #directory: string;
  readonly #write: WriteSnapshot;
  #kept: SnapshotFile | null = null;
  #count = 0;

  constructor(directory: string, write: WriteSnapshot = writeInWorker) {
    this.#directory = directory;
    this.#write = write;
  }

  /** The last one, for a transfer that goes on. */
  get kept(): SnapshotFile | null {
    return this.#kept;
  }

  /** Of the database as it is now; the one before is removed. Of those that were asked for only the last one counts. */
  take(path: string, when: { done: (file: SnapshotFile) => void; failed: (error: unknown) => void }): void {
    this.drop();
    if (this.#count === 0) rmSync(this.#directory, { recursive: true, force: true });
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const number = (this.#count += 1);
    const target = join(this.#directory, `${number}.parts`);
    const done = (written: WrittenSnapshot) => {
      if (number !== this.#count) return rmSync(target, { force: true });
      this.drop();
      this.#kept = new SnapshotFile(target, written);
      when.done(this.#kept);
    };
    const failed = (error: unknown) => {
      // What was begun would take the room that was missing.
      rmSync(target, { force: true });
      when.failed(error);
    };
    this.#write({ kind: 'snapshot', path, target }, { done, failed });
  }

  drop(): void {
    this.#kept?.remove();
    this.#kept = null;
  }
}
