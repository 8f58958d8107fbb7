import { freshness, statusPeriodMs } from '#contract/freshness';
import type { RedundancyStatus } from '#contract/redundancy-status';
import { judge, type Verdict } from '#contract/verdict';
import { goesOn, type NodeEvidence } from '#contract/verdict-scene';
import type { Redundancy } from '../redundancy/redundancy.ts';

interface Seen {
  status: RedundancyStatus;
  /** Since when it has been seen at its activity level, epoch ms. */
  at: number;
}

/** Judges the pair as this node sees it: itself, and the other one by what it last said over the link. */
export class PairObserver {
  readonly #redundancy: Redundancy;
  readonly #now: () => number;
  readonly #seen = new Map<string, Seen>();

  /** `now`: epoch ms. */
  constructor(redundancy: Redundancy, now: () => number) {
    this.#redundancy = redundancy;
    this.#now = now;
  }

  verdict(): Verdict {
    const now = this.#now();
    const peer = this.#redundancy.peer();
    const status = this.#redundancy.status();
    const own = this.#evidence('own', status, now);
    // What came before the link was lost counts as little as what is old.
    if (peer === null || !status.peerConnected) return judge([own]);
    return judge([own, this.#evidence('peer', peer.status, now - peer.ageMs)]);
  }

  #evidence(place: 'own' | 'peer', status: RedundancyStatus, saidAt: number): NodeEvidence {
    const nodeId = status.understudy?.nodeId ?? place;
    const before = this.#seen.get(nodeId);
    const seen = { status, at: before !== undefined && goesOn(before.status, status) ? before.at : saidAt };
    this.#seen.set(nodeId, seen);
    return { nodeId, status, freshness: freshness(saidAt, this.#now(), statusPeriodMs), saidAt, levelSeenAt: seen.at };
  }
}
