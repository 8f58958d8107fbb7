import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { exitCodes, StartError } from '../../exit-codes.ts';
import { lockFile } from './database.ts';
import { readIfThere, systemCode } from './durable-file.ts';

/** The directory that a gateway keeps everything in. One gateway at a time: the lock ends with the process. */
export class DataDirectory {
  readonly #path: string;
  #lock: { release: () => void } | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Makes the directory where there is none, and locks it. Throws a `StartError` in one line. */
  open(): void {
    try {
      makeDirectory(resolve(this.#path));
      if (!statSync(this.#path).isDirectory()) throw this.#unusable('is not a directory');
      closeSync(openSync(this.file('probe'), 'a', 0o600));
      this.#lock = lockFile(this.file('lock.db'));
    } catch (error) {
      throw error instanceof StartError ? error : this.#unusable(reasonOf(error));
    }
    if (this.#lock === null) throw this.#inUse();
    this.#leavePid();
  }

  close(): void {
    if (this.#lock === null) return;
    rmSync(this.file('gateway.pid'), { force: true });
    this.#lock.release();
    this.#lock = null;
  }

  file(name: string): string {
    return join(this.#path, name);
  }

  /** Only for the sentence that a second gateway says: on a full disk it is left out. */
  #leavePid(): void {
    try {
      writeFileSync(this.file('gateway.pid'), `${String(process.pid)}\n`);
    } catch (error) {
      if (systemCode(error) === null) throw error;
    }
  }

  #inUse(): StartError {
    const pid = /^\d+/.exec(readIfThere(this.file('gateway.pid')) ?? '')?.[0];
    const holder = pid === undefined ? '' : ` (process ${pid})`;
    const message = `The data directory ${this.#path} is in use by another gateway${holder}`;
    return new StartError(exitCodes.directoryInUse, message);
  }

  #unusable(reason: string): StartError {
    return new StartError(exitCodes.directoryUnusable, `The data directory ${this.#path} ${reason}`);
  }
}

/** Step by step: below some virtual file systems the recursive way never returns. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

const sqliteFull = 13;

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'errcode' in error && error.errcode === sqliteFull) return 'is on a full disk';
  switch (systemCode(error)) {
    case 'EEXIST':
    case 'ENOTDIR':
      return 'is not a directory';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'is not writable for this user';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'is on a full disk';
    default:
      return `cannot be used: ${error instanceof Error ? error.message : String(error)}`;
  }
}
