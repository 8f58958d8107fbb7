import type { Heartbeat } from '#contract/heartbeat';

/** The end of one question. `refused`: it failed at once; `missed`: nothing that counts came within the second. */
export type Answer = { kind: 'beat'; beat: Heartbeat; address: string } | { kind: 'refused' } | { kind: 'missed' };

/** What is known of a node from its last answers. */
export interface Watch {
  beat: Heartbeat | null;
  /** Where it answered last. */
  address: string | null;
  /** How many questions in a row went without an answer. */
  misses: number;
}

export type NodeState = 'running' | 'standby' | 'silent' | 'unsure';

export const unheard: Watch = { beat: null, address: null, misses: 0 };

export function heard(watch: Watch, answer: Answer): Watch {
  if (answer.kind === 'beat') return { beat: answer.beat, address: answer.address, misses: 0 };
  return { beat: null, address: watch.address, misses: watch.misses + 1 };
}

/** A refusal is asked again at once, so two refusals make a node silent sooner than two missed answers. */
export function stateOf({ beat, misses }: Watch): NodeState {
  if (beat !== null) return beat.runningState === 'Running' ? 'running' : 'standby';
  return misses >= 2 ? 'silent' : 'unsure';
}
