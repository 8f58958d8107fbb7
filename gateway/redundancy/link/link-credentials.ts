import type { Identity } from '../../config/node/identity.ts';
import type { LinkCredentials, ProvedPeer } from './handshake.ts';

/** What this node proves itself with, and knows the other one by; `null`: there is no pairing secret. */
export function credentialsOf(
  identity: Identity,
  certificate: LinkCredentials['certificate'],
  linkedWith: string | null,
): LinkCredentials | null {
  const { nodeId, pairSecret: secret, pair } = identity;
  if (secret === null) return null;
  const pinned = (id: string) => pair.peerCertificates[id] ?? null;
  return { nodeId, pairId: pair.pairId, secret, certificate, pinned, linkedWith };
}

/** On disk when it returns. */
export function keepPeer(identity: Identity, { nodeId, fingerprint, pairId }: ProvedPeer): void {
  identity.pinPeer(nodeId, fingerprint);
  if (identity.pair.pairId === null && pairId !== null) identity.changePair({ pairId });
}
