import type { RuntimeNodes } from '#contract/runtime-nodes';

/** One node of the pair, as whoever follows it knows it. */
export interface FollowedNode {
  nodeId: string;
  /** As people call it. */
  name: string;
  /** Its own addresses, each an origin, best first. What is listed for both nodes is asked for neither. */
  probes: readonly string[];
  /**
   * Where a page goes: an origin, or `host:port`, which takes the page's scheme. The public address in the heartbeat
   * goes first, unless `fixed`: then the page is served beside the gateway, by something else.
   */
  destination: string | null;
  fixed?: boolean;
}

/**
 * The nodes as a gateway lists them for a page of its own, the page's own node first. The page's origin is that node's
 * address too, unless it is where the other one's pages are sent as well.
 */
export function followedNodes({ nodes }: RuntimeNodes, origin: string): FollowedNode[] {
  const { protocol } = new URL(origin);
  return nodes.map(({ nodeId, name, probeAddresses, destination }, at) => {
    const isOthers = nodes.some((other, place) => place !== at && isAt(other.destination, protocol, origin));
    const own = at === 0 && !isOthers && !probeAddresses.includes(origin) ? [origin] : [];
    return { nodeId, name, probes: [...own, ...probeAddresses], destination };
  });
}

function isAt(address: string | null, protocol: string, origin: string): boolean {
  return address !== null && originOf(/^https?:/i.test(address) ? address : `${protocol}//${address}`) === origin;
}

/** Both nodes without the addresses that lead now to the one, now to the other; what is left are origins. */
export function withoutShared(nodes: readonly FollowedNode[]): FollowedNode[] {
  return nodes.map((node) => {
    const others = nodes.filter((other) => other !== node).flatMap(({ probes }) => probes.map(originOf));
    return { ...node, probes: node.probes.map(originOf).filter((probe) => !others.includes(probe)) };
  });
}

/** `https://host` and `https://HOST:443/` are one address. */
export function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address;
}
