import { setTimeout as delay } from 'node:timers/promises';
import { isActive, type LocalNode } from './local-node.ts';

/** npm passes on what the terminal has already sent: within this time it is the same Ctrl-C. */
const sameSignalMs = 500;
/** A gateway promises to stop within 5 s. */
const patienceMs = 8000;

export interface StopRequest {
  /** Ctrl-C, SIGTERM, a closed terminal, or nobody who reads what is printed. */
  first: Promise<void>;
  /** The same once more: at once, please. */
  second: Promise<void>;
  wasMade: () => boolean;
}

export function listenForStop(): StopRequest {
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  let firstAt: number | null = null;
  const stop = () => {
    firstAt ??= performance.now();
    first.resolve();
  };
  for (const stream of [process.stdout, process.stderr]) stream.on('error', stop);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
    process.on(signal, () => {
      if (firstAt !== null && performance.now() - firstAt > sameSignalMs) second.resolve();
      stop();
    });
  }
  return { first: first.promise, second: second.promise, wasMade: () => firstAt !== null };
}

/** The standby first, so that stopping a pair is not recorded as a changeover. False when one had to be killed. */
export async function stopPair(nodes: LocalNode[], stop: StopRequest): Promise<boolean> {
  const hurry = stop.second.then(() => nodes.forEach((node) => node.process.kill('SIGKILL')));
  const active = await Promise.all(nodes.map(isActive));
  const standbyFirst = [...nodes.filter((_, i) => !active[i]), ...nodes.filter((_, i) => active[i])];
  let clean = true;
  for (const node of standbyFirst) {
    node.process.kill('SIGTERM');
    const patience = new AbortController();
    const late = delay(patienceMs, 'late' as const, { signal: patience.signal }).catch(() => 'late' as const);
    const end = await Promise.race([node.process.exited, late, hurry]);
    patience.abort();
    if (end === 'late') console.error(`The ${node.role} did not stop within ${patienceMs / 1000} s and was killed.`);
    node.process.kill('SIGKILL');
    clean = clean && end !== 'late';
    await node.process.exited;
  }
  return clean;
}
