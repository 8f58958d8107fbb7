import type { SuspensionWord } from '#contract/activity-frames';
import { compareEpochs } from '#contract/epoch';
import type { ActivityState } from './activity-types.ts';

/** Whether automatic take-back is suspended after flapping, until a person resumes it (rule 14). */
export function isSuspended({ link, peer, suspension }: ActivityState): boolean {
  // A node of an older version says so only for itself, and for as long as it is there.
  const isTheirs = link.up && peer?.suspension === undefined && peer?.suspended === true;
  return suspension?.on === true || isTheirs;
}

/** A word of this node above every one that it knows. */
export function wordOn({ nodeId, suspension, peer }: ActivityState, on: boolean): SuspensionWord {
  const heard = Math.max(suspension?.stamp.number ?? 0, peer?.suspension?.stamp.number ?? 0);
  return { stamp: { number: heard + 1, nodeId }, on };
}

export function isSameWord(one: SuspensionWord | null, other: SuspensionWord | null): boolean {
  return compareEpochs(one?.stamp ?? null, other?.stamp ?? null) === 0;
}
