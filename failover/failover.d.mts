/** Types of `/failover.mjs`, as far as programs use it that are no page: `docs/script-tag.md`. */

/** One node of the pair. */
export interface FollowedNode {
  nodeId: string;
  /** As people call it. */
  name: string;
  /** Its own addresses, each an origin, best first. What is listed for both nodes is asked for neither. */
  probes: readonly string[];
  /** Where a page goes; `null` here. */
  destination: string | null;
}

/** A change to the other node. */
export interface Switch {
  /** `null`: there was none before. */
  from: FollowedNode | null;
  to: FollowedNode;
  /** Where the node answered: an origin. */
  address: string;
  /** `first`: the node that was found running; else what the one before does: it stands by, or says nothing. */
  reason: 'first' | 'standby' | 'silent';
  /** Epoch ms. */
  at: number;
}

export interface FollowOptions {
  pairId: string;
  nodes: readonly FollowedNode[];
  /** Id of the node that is used now; left out: the first that is found running, which `onSwitch` is told. */
  own?: string | null;
  /** Re-targets the connection and tells the user. */
  onSwitch: (change: Switch) => void;
  /** `false` holds a switch back. Asked again each second. */
  mayLeave?: () => boolean | Promise<boolean>;
}

export interface Follower {
  /** Other names or addresses from now on. */
  update(nodes: readonly FollowedNode[]): void;
  /** The next heartbeat comes at once, as after sleep. */
  askNow(): void;
  stop(): void;
}

/** Asks both nodes each second until it is stopped. */
export function followActive(options: FollowOptions): Follower;
