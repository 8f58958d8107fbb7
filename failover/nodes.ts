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

/** Both nodes without the addresses that lead now to the one, now to the other. */
export function withoutShared(nodes: readonly FollowedNode[]): FollowedNode[] {
  return nodes.map((node) => {
    const others = nodes.filter((other) => other !== node).flatMap(({ probes }) => probes.map(originOf));
    return { ...node, probes: node.probes.filter((probe) => !others.includes(originOf(probe))) };
  });
}

/** `https://host` and `https://HOST:443/` are one address. */
export function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address;
}
