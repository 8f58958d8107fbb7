import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { orStorageFailed, writeDurably } from '../disk/durable-file.ts';

const fileName = /^([0-9a-f]{64})\.mjs(\.new)?$/;
/** A file that was written so shortly ago may be of a module that is just being installed, ms. */
const youngMs = 3_600_000;

/** The files of modules, named by their hashes: what is there is whole, and what it says it is. */
export class ModuleFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  has(sha256: string): boolean {
    return existsSync(this.path(sha256));
  }

  /** Of all that are here. */
  hashes(): string[] {
    return this.#files().flatMap((file) => {
      const [, sha256, ending] = fileName.exec(file) ?? [];
      return sha256 === undefined || ending !== undefined ? [] : [sha256];
    });
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

  /**
   * Removes what nothing names any more, and what was begun and never finished. How many files that were. What cannot
   * be removed now is tried again the next time.
   */
  removeOthers(named: ReadonlySet<string>, now: number): number {
    const isOther = (file: string) => {
      const [, sha256 = null, ending] = fileName.exec(file) ?? [];
      return sha256 !== null && (ending === '.new' || !named.has(sha256));
    };
    return this.#files()
      .filter((file) => isOther(file))
      .filter((file) => this.#removeOld(join(this.#directory, file), now)).length;
  }

  #files(): string[] {
    try {
      return readdirSync(this.#directory);
    } catch {
      return [];
    }
  }

  #removeOld(path: string, now: number): boolean {
    try {
      if (now - statSync(path).mtimeMs < youngMs) return false;
      rmSync(path);
      return true;
    } catch {
      return false;
    }
  }
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
