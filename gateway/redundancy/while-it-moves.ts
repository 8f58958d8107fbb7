import type { RedundancyConfig } from '#contract/redundancy-config';
import type { FullSyncFacts } from './synchronisation/synchronisation-parts.ts';

export interface Movement {
  /** Another value than before: it moves. */
  moved: () => unknown;
  /** How long nothing may move, ms. */
  patienceMs: () => number;
}

const lookMs = 250;
/** setTimeout takes no longer one. What is waited for so long ends otherwise: done, not moving, or without a link. */
export const longestMs = 2_147_483_647;

/** Calls `stopped` once when nothing has moved for too long. Returns what ends the watch. */
export function whenItStops({ moved, patienceMs }: Movement, stopped: () => void): () => void {
  let [before, stillMs] = [moved(), 0];
  const timer = setInterval(() => {
    const now = moved();
    stillMs = now === before ? stillMs + lookMs : 0;
    before = now;
    if (stillMs < patienceMs()) return;
    clearInterval(timer);
    stopped();
  }, lookMs);
  return () => clearInterval(timer);
}

/** What the work resolves with, however long it takes; `null` when nothing of it has moved for too long. */
export function whileItMoves<T>(work: Promise<T>, movement: Movement): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const end = whenItStops(movement, () => resolve(null));
    void work.then(resolve, reject).finally(end);
  });
}

/** How a full synchronisation moves; `syncTimoutSecs` is how long it may stand still. */
export function syncMovement(
  synchronisation: { fullSync: () => Pick<FullSyncFacts, 'progress'> },
  config: () => Pick<RedundancyConfig, 'syncTimoutSecs'>,
): Movement {
  const moved = () => {
    const { progress } = synchronisation.fullSync();
    return progress === null ? null : `${progress.startedAt} ${progress.bytes}`;
  };
  return { moved, patienceMs: () => config().syncTimoutSecs * 1000 };
}
