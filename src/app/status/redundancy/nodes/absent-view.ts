import type { RedundancyStatus } from '#contract/redundancy-status';
import { fact, missing, type Fact } from '../../../ui/fact.ts';
import { momentInWords } from '../../../ui/moment.ts';

/** The card of a node that no browser was ever told of. */
export interface AbsentView {
  title: string;
  sentence: string;
  facts: readonly Fact[];
}

/** What the only known node says of the other one; `null` where the other one is known. */
export function absentView(status: RedundancyStatus, now: number): AbsentView | null {
  const peer = status.understudy?.peer;
  if (status.role === 'Independent' || peer === null) return null;
  const role = status.role === 'Master' ? 'Backup' : 'Master';
  const title = `${(peer === undefined ? status.peerId : peer.name) ?? 'The other node'} · ${role}`;
  if (status.peerConnected) {
    return { title, sentence: 'Linked, but this browser has not been told where it is.', facts: [] };
  }
  const neverConnected = peer === undefined ? status.peerId === undefined : peer.connectedAt === null;
  return {
    title,
    sentence: neverConnected ? 'Never connected.' : 'Not connected, and this browser has not been told where it is.',
    facts: [
      peer?.connectedAt == null
        ? missing('Last connected', neverConnected ? 'never' : 'unknown')
        : fact('Last connected', momentInWords(peer.connectedAt, now)),
      addressTried(status),
      peer === undefined ? missing('Last error', 'not reported') : lastError(peer.lastError),
    ],
  };
}

function addressTried({ role, understudy }: RedundancyStatus): Fact {
  const address = understudy?.peer?.address ?? null;
  if (understudy === undefined) return missing('Address tried', 'not reported');
  if (address !== null) return fact('Address tried', address);
  return missing('Address tried', 'none', role === 'Master' ? 'a Master waits for its Backup to connect' : null);
}

function lastError(text: string | null): Fact {
  return text === null ? missing('Last error', 'none') : fact('Last error', text, { look: 'attention' });
}
