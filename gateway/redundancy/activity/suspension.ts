import type { ActivitySnapshot } from '#contract/activity-frames';
import { compareEpochs } from '#contract/epoch';
import { store } from './activation.ts';
import type { ActivityState, Turn } from './activity-types.ts';
import { isSameWord, wordOn } from './suspension-word.ts';

/** What the other node says counts here too, if it is the later word. */
export function hearSuspension(state: ActivityState, { suspension: word }: ActivitySnapshot): void {
  if (word === undefined || word === null || compareEpochs(word.stamp, state.suspension?.stamp ?? null) <= 0) return;
  state.suspension = word;
  if (!word.on) forgetChangeovers(state);
}

/** A person has seen to it: what happened until now does not count any more. */
export function resumeTakeBack({ state }: Turn): void {
  forgetChangeovers(state);
  if (state.suspension?.on === true) state.suspension = wordOn(state, false);
}

/** On disk as soon as that works: both nodes may start anew before a person has seen to it. */
export function keepSuspension(turn: Turn): void {
  const { facts, record, suspension } = turn.state;
  if (!facts.diskWritable || isSameWord(suspension, record.suspension)) return;
  store(turn, { suspension }, { kind: 'keepSuspension', suspension });
}

function forgetChangeovers(state: ActivityState): void {
  state.changeovers = { ...state.changeovers, unplanned: [] };
}
