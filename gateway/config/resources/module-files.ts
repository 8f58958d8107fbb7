import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { orStorageFailed, writeDurably } from '../disk/durable-file.ts';

/** The files of modules, named by their hashes: what is there is whole, and what it says it is. */
export class ModuleFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  has(sha256: string): boolean {
    return existsSync(this.path(sha256));
  }

  path(sha256: string): string {
    return join(this.#directory, `${sha256}.mjs`);
  }

  /** `null`: it is not here, or was damaged since. */
  read(sha256: string): Buffer | null {
    if (!this.has(sha256)) return null;
    const bytes = readFileSync(this.path(sha256));
    return hashOf(bytes) === sha256 ? bytes : null;
  }

  /** Gives its hash when it is on disk. Throws `storageFailed`. */
  add(bytes: Uint8Array): string {
    const sha256 = hashOf(bytes);
    if (this.read(sha256) !== null) return sha256;
    orStorageFailed(this.#directory, () => mkdirSync(this.#directory, { recursive: true, mode: 0o700 }));
    writeDurably(this.path(sha256), bytes, { mode: 0o600 });
    return sha256;
  }
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
