import type { RuntimePosition } from '#contract/runtime-frames';
import type { MapChannel } from './map-channel.ts';

interface Waiter {
  /** By map. */
  targets: ReadonlyMap<MapChannel, number>;
  end: (done: boolean) => void;
}

/** Who waits until the other node has what was set. */
export class WaitingAnswers {
  readonly #waiting = new Set<Waiter>();

  /** True once the other node has applied all that the maps hold now; false when that takes too long. */
  wait(channels: readonly MapChannel[], patienceMs: number): Promise<boolean> {
    const targets = new Map(channels.map((channel) => [channel, channel.map.position.sequence]));
    if (isReached(targets)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (done: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(waiter);
        resolve(done);
      };
      const waiter = { targets, end };
      const timer = setTimeout(() => end(false), patienceMs);
      this.#waiting.add(waiter);
    });
  }

  /** The other node acknowledged something. */
  look(): void {
    for (const { targets, end } of this.#waiting) if (isReached(targets)) end(true);
  }

  giveUp(): void {
    for (const { end } of this.#waiting) end(false);
  }
}

function isReached(targets: ReadonlyMap<MapChannel, number>): boolean {
  for (const [{ peer, map, settled }, sequence] of targets) {
    if (!settled || peer === null || !isPast(peer, map.position, sequence)) return false;
  }
  return true;
}

/** Sequences go on through the activations of one node. */
function isPast(peer: RuntimePosition, own: RuntimePosition, sequence: number): boolean {
  return own.epoch !== null && peer.sequence >= sequence;
}
