import { statSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';

export interface WorkWatch {
  /** Of the work, in words: `The copy`. */
  what: string;
  /** Files that grow as the work goes on. */
  files: readonly string[];
  /** Counts up as the work goes on, where files do not grow. */
  progress?: () => number;
  /** Nobody waits for the answer any more: the thread is ended. */
  signal?: AbortSignal | null;
  /** Others write into the same file when it has failed: not before the thread is gone, however long that takes. */
  holdsOthers?: boolean;
}

/** As long as nothing of it moves, ms. */
export const patienceMs = 30_000;
const lookMs = 1000;

/**
 * What a worker thread answers. Rejects when it fails, ends early, or its files do not grow for as long as patience
 * lasts: then it is ended. Seconds in which this process stood still do not count.
 */
export function answerOf<T>(worker: Worker, watch: WorkWatch): Promise<T> {
  const { what, files, progress = () => 0, signal = null, holdsOthers = false } = watch;
  return new Promise((resolve, reject) => {
    let [done, stillMs] = [0, 0];
    const look = () => {
      const now = bytesIn(files) + progress();
      stillMs = now === done ? stillMs + lookMs : 0;
      done = now;
      if (stillMs < patienceMs) return;
      clearInterval(timer);
      const givenUp = () => reject(new Error(`${what} made no progress for ${patienceMs / 1000} s and was given up`));
      // What the system is asked for just now, such as to flush a commit, is done all the same.
      if (holdsOthers) worker.removeListener('exit', early).once('exit', givenUp);
      else givenUp();
      void worker.terminate();
    };
    const timer = setInterval(look, lookMs);
    const end = (settle: () => void) => {
      clearInterval(timer);
      settle();
    };
    const early = (code: number) => end(() => reject(new Error(`${what} ended early, with code ${code}`)));
    const giveUp = () => void worker.terminate();
    signal?.addEventListener('abort', giveUp, { once: true });
    if (signal?.aborted === true) giveUp();
    worker.once('message', (answer: T) => end(() => resolve(answer)));
    worker.once('error', (error: Error) => end(() => reject(error)));
    worker.once('exit', early);
  });
}

function bytesIn(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}
