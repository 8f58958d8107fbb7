import type { RefusalCode } from './gwaction.ts';

/** Why an action is not possible, for a person. `{active}` and `{peer}` are replaced by names. */
export const refusalSentences: Record<RefusalCode, string> = {
  independent: 'This gateway has no partner.',
  notActive: '{active} is the active node. Ask for the handover there.',
  alreadyActive: 'That node is already active.',
  peerNotConnected: '{peer} is not connected.',
  notInSync: '{peer} is not in sync yet.',
  incompatible: 'The two nodes run incompatible versions.',
  peerCannotActivate: '{peer} reports that it cannot become active.',
  busy: 'A handover is already running.',
  notInTime: '{peer} did not get ready in time.',
  notMaster: 'Only the Master can do this.',
  notSuspended: 'Automatic take-back is not suspended.',
};
