import type { Changeover } from '#contract/changeovers';
import type { Epoch } from '#contract/epoch';
import type { ActivityState, Effect, Now } from '../activity/activity-types.ts';
import type { MeasuredGap, NewChangeover } from './changeover-store.ts';

export interface ChangeoverWatchParts {
  self: () => Changeover['to'];
  peer: () => Changeover['from'];
  now: () => Now;
  add: (record: NewChangeover | MeasuredGap) => void;
}

type Activated = Extract<Effect, { type: 'activated' }>;

/** Writes down each change of who is active, where it is known: on the node that becomes active. */
export class ChangeoverWatch {
  readonly #parts: ChangeoverWatchParts;
  #peerWasActive = false;
  /** When the other node was last heard, before this one became active; elapsed ms. */
  #heardAt: number | null = null;
  #handedOver: Epoch | null = null;
  #overlapMs: number | null = null;

  constructor(parts: ChangeoverWatchParts) {
    this.#parts = parts;
  }

  /** After every step of the decision. */
  see(state: ActivityState, effects: readonly Effect[]): void {
    for (const effect of effects) this.#note(effect);
    if (state.phase.kind === 'released') this.#handedOver = state.phase.epoch;
    if (state.level === 'Active') return;
    if (state.peer?.level === 'Active') this.#peerWasActive = true;
    this.#heardAt = state.link.up ? state.link.lastHeardAt : state.silentSince;
  }

  #note(effect: Effect): void {
    const { add, self, peer } = this.#parts;
    if (effect.type === 'activated') add(this.#activation(effect));
    if (effect.type === 'splitBrainResolved' && effect.survivor === 'self') this.#overlapMs = effect.overlapMs;
    if (effect.type === 'renewed' && this.#overlapMs !== null) {
      const { epoch } = effect;
      const words = { requester: null, comment: null };
      add({ epoch, cause: 'splitBrain', from: peer(), to: self(), gapMs: null, overlapMs: this.#overlapMs, ...words });
      this.#overlapMs = null;
    }
    if (effect.type === 'handoverEnded' && effect.gapMs !== null && this.#handedOver !== null) {
      add({ epoch: this.#handedOver, measuredGapMs: effect.gapMs });
    }
    if (effect.type === 'handoverEnded') this.#handedOver = null;
  }

  #activation({ epoch, cause, reason }: Activated): NewChangeover {
    const { self, peer, now } = this.#parts;
    const from = this.#peerWasActive ? peer() : null;
    const isLoss = cause === 'nodeLost' || cause === 'nodeStopped';
    const gapMs = isLoss && from !== null && this.#heardAt !== null ? now().elapsedMs - this.#heardAt : null;
    this.#peerWasActive = false;
    const { requester = null, comment = null } = reason ?? {};
    return { epoch, cause, from, to: self(), gapMs, overlapMs: null, requester, comment };
  }
}
