import type { RejectReason } from '#contract/link-frames';

/** Why two nodes do not link, for the log and the page. */
export const rejectSentences: Record<RejectReason, string> = {
  wrongSecret: 'the two nodes do not have the same pairing secret',
  otherPair: 'the other node belongs to another pair',
  sameRole: 'the other node does not take this role for its partner: one must be Master, the other Backup',
  sameNode: 'a gateway was directed to itself',
  certificateChanged: 'the other node shows another certificate than the one that was pinned',
  otherProtocol: 'the versions of the two nodes do not understand each other',
  plainNotAllowed: 'the Master takes links with TLS only',
  pairComplete: 'the Master is linked with another Backup',
  nonsense: 'what came was not the handshake of a gateway',
};
