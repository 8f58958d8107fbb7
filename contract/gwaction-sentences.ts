import type { RefusalCode } from './gwaction.ts';

/** Why an action is not possible, for a person. `{active}` and `{peer}` are replaced by names. */
export const refusalSentences: Record<RefusalCode, string> = {
  independent: 'This gateway has no partner.',
  notActive: '{active} is the active node. Ask for the handover there.',
  alreadyActive: 'That node is already active.',
  peerNotConnected: '{peer} is not connected.',
  notInSync: '{peer} is not in sync yet.',
  incompatible: 'The two nodes do not fit together: their versions differ, or one of them lacks modules.',
  peerCannotActivate: '{peer} reports that it cannot become active.',
  busy: 'Another action is under way.',
  notInTime: '{peer} did not get ready in time.',
  notMaster: 'Only the Master can do this.',
  notSuspended: 'Automatic take-back is not suspended.',
  nobodyActive: 'No node is active: there is nothing to keep as it is.',
  peerActive: '{peer} is connected and active: hand over instead.',
  peerTooOld: '{peer} runs an older version that does not know maintenance.',
  notConfirmed: '{peer} did not confirm it, so nothing was changed.',
  diskFull: 'The disk of this node cannot be written.',
  diverged: 'The two nodes have different histories: choose which one stays.',
  notDiverged: 'The configurations of the two nodes fit together: there is nothing to choose.',
  replacementFailed: 'It could not be done, and nothing was replaced. The events say why.',
  notInMaintenance: 'There is no maintenance to end.',
};
