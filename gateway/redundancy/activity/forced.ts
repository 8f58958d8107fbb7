import type { RefusalCode } from '#contract/gwaction';
import { claim } from './activation.ts';
import type { ActivitySettings, ActivityState, Turn } from './activity-types.ts';

/** Why this node cannot be made active by force; empty if it can. What waits for a person is no reason. */
export function forceRefusals(state: ActivityState, settings: ActivitySettings): RefusalCode[] {
  if (settings.role === 'Independent') return ['independent'];
  if (state.level === 'Active') return ['alreadyActive'];
  if (state.leaving !== null || state.phase.kind === 'left') return ['busy'];
  if (!state.facts.diskWritable || state.unwritten !== null) return ['diskFull'];
  if (!state.link.up || state.goodbye !== null) return [];
  if (state.peer?.level === 'Active') return ['peerActive'];
  return ['steady', 'joining', 'stalled', 'waiting'].includes(state.phase.kind) ? [] : ['busy'];
}

/** Rule 16: on the word of a person, whatever else speaks against it. Linked, the other node must still grant it. */
export function activateNow(turn: Turn, requester: string): void {
  if (forceRefusals(turn.state, turn.settings).length > 0) return;
  claim(turn, 'forced', { cause: 'forced', requester, comment: null });
}
