import { randomFillSync } from 'node:crypto';
import { open, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from './durable-file.ts';

export interface DiskProbeOptions {
  periodMs?: number;
  /** Less room than this counts as a full disk. */
  leastBytes?: number;
  /** A probe that takes longer counts as failed. */
  patienceMs?: number;
}

/**
 * Says that the disk of the data directory is full, read-only or silent before a change needs it: it writes a block
 * that was not there before and has it flushed, again and again, without holding up the event loop.
 */
export class DiskProbe {
  readonly #directory: string;
  readonly #periodMs: number;
  readonly #leastBytes: number;
  readonly #patienceMs: number;
  readonly #listeners = new Set<(problem: string | null) => void>();
  #timer: NodeJS.Timeout | null = null;
  #problem: string | null = null;
  #running = false;

  constructor(
    directory: string,
    { periodMs = 2000, leastBytes = 1_048_576, patienceMs = 5000 }: DiskProbeOptions = {},
  ) {
    this.#directory = directory;
    this.#periodMs = periodMs;
    this.#leastBytes = leastBytes;
    this.#patienceMs = patienceMs;
  }

  /** Resolves after the first probe. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.#check(), this.#periodMs);
    await this.#check();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** What the last probe found. */
  canWrite(): boolean {
    return this.#problem === null;
  }

  /** In words; `null`: none. */
  problem(): string | null {
    return this.#problem;
  }

  /** Called when the problem appears, changes or ends. Returns what takes the listener off. */
  onChange(listener: (problem: string | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #check(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    const patience = setTimeout(() => {
      this.#set('The disk of the data directory does not answer');
    }, this.#patienceMs);
    const problem = await this.#probe();
    clearTimeout(patience);
    this.#running = false;
    this.#set(problem);
  }

  async #probe(): Promise<string | null> {
    try {
      const { blocks, bavail, bfree, bsize } = await statfs(this.#directory);
      const free = (process.geteuid?.() === 0 ? bfree : bavail) * bsize;
      if (blocks > 0 && free < this.#leastBytes)
        return full(`less than ${String(Math.ceil(this.#leastBytes / 1024))} kB left`);
      await writeBlock(join(this.#directory, 'probe'));
      return null;
    } catch (error) {
      return problemOf(error);
    }
  }

  #set(problem: string | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#listeners.forEach((listener) => {
      listener(problem);
    });
  }
}

/** Opening empties the file, so the block is a new one; random, so that no file system saves itself the writing. */
async function writeBlock(path: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.write(randomFillSync(new Uint8Array(4096)));
    await file.sync();
    await file.truncate(0);
  } finally {
    await file.close();
  }
}

const full = (words: string): string => `The disk of the data directory is full: ${words}`;

function problemOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return full(words);
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return `The data directory is not writable: ${words}`;
    default:
      return `The disk of the data directory fails: ${words}`;
  }
}
