import { closeSync, fchmodSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { GatewayError } from '../../errors.ts';

export interface DurableWriteOptions {
  mode?: number;
  /** Runs when the new content is safely on disk and the old one still in force; when it throws, the old one stays. */
  beforeReplace?: () => void;
}

/**
 * Replaces a file so that after a crash at any instant there is either the old or the new content, and after the
 * return the new one. Throws `storageFailed`.
 */
export function writeDurably(path: string, content: string | Uint8Array, options: DurableWriteOptions = {}): void {
  const temporary = `${path}.new`;
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  try {
    orStorageFailed(path, () => {
      writeNew(temporary, bytes, options.mode ?? 0o644);
    });
    options.beforeReplace?.();
    orStorageFailed(path, () => {
      renameSync(temporary, path);
      syncDirectory(dirname(path));
    });
  } catch (error) {
    discard(temporary);
    throw error;
  }
}

/** The text of a file, `null` where there is none. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** `ENOSPC`, `EACCES` and the like; `null` for an error that does not come from the system. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Turns an error of the system into `storageFailed`, naming the file. */
export function orStorageFailed<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof GatewayError || systemCode(error) === null || !(error instanceof Error)) throw error;
    throw new GatewayError('storageFailed', { detail: `${basename(path)}: ${error.message}` });
  }
}

/** Writes everything or throws: the system may take a part only. */
export function writeAll(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}

function writeNew(path: string, bytes: Uint8Array, mode: number): void {
  rmSync(path, { force: true });
  const file = openSync(path, 'wx', mode);
  try {
    fchmodSync(file, mode);
    writeAll(file, bytes, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A left-over does no harm, and the error that led here says more. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    if (systemCode(error) === null) throw error;
  }
}

/** A new name is only safe once the directory is. */
function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
