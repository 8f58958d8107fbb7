import type { Destination, NodeCard } from '#contract/link-frames';
import type { Role } from '#contract/roles';
import type { RuntimeNode } from '#contract/runtime-nodes';
import type { LastPeer } from '../config/node/identity.ts';
import { destinationOf, ownOrigins, publicOrigins, type PeerPlace } from './addresses.ts';

type Scheme = 'http' | 'https';

/** An address that was found goes by the port of the page's scheme; a public address is taken as it was typed. */
function inScheme({ address, source }: Destination, card: NodeCard, scheme: Scheme): string | null {
  if (address === null || source === 'publicAddress' || scheme === 'http') return address;
  return address.replace(/:\d+$/, `:${card.httpsPort}`);
}

/** This node as a browser may reach it. `destination`: where the other node sends pages. */
export function ownNode(own: { card: NodeCard; role: Role; destination: Destination; scheme: Scheme }): RuntimeNode {
  const { card, role, destination, scheme } = own;
  const port = scheme === 'http' ? card.httpPort : card.httpsPort;
  const probeAddresses = card.hostName === null ? [] : [`${scheme}://${card.hostName}:${port}`];
  return {
    nodeId: card.nodeId,
    name: card.name,
    role,
    probeAddresses,
    destination: inScheme(destination, card, scheme),
  };
}

/**
 * The other node: as the link shows it, else as it was before this process started; `null` if it was never seen.
 * `publicAddress`: of this node, which both may have.
 */
export function otherNode(seen: {
  place: PeerPlace | null;
  before: LastPeer | null;
  role: Role;
  scheme: Scheme;
  publicAddress: string;
}): RuntimeNode | null {
  const { place, before, scheme, publicAddress } = seen;
  const role = seen.role === 'Master' ? 'Backup' : 'Master';
  if (place !== null) {
    const { nodeId, name } = place.card;
    const probeAddresses = ownOrigins(place, scheme);
    return { nodeId, name, role, probeAddresses, destination: inScheme(destinationOf(place), place.card, scheme) };
  }
  if (before === null) return null;
  const shared = publicOrigins(publicAddress);
  const probeAddresses = before.addresses.filter((one) => one.startsWith(`${scheme}:`) && !shared.includes(one));
  return { nodeId: before.nodeId, name: before.name, role, probeAddresses, destination: null };
}
