import type { RedundancyStatus } from '#contract/redundancy-status';
import type { RuntimeNode } from '#contract/runtime-nodes';
import type { Failure } from './failure.ts';

/** What a node last said of itself, and when. */
export interface Statement {
  status: RedundancyStatus;
  /** It was made between these two, epoch ms of this browser. */
  askedAt: number;
  receivedAt: number;
  /** `null`: it was said to this browser; else the id of the node that passed it on. */
  relayedBy: string | null;
}

/** One node, as this browser knows it. */
export interface NodeFacts {
  nodeId: string;
  /** The last good value; a later failure does not touch it. `null`: never answered. */
  statement: Statement | null;
  /** When it was first seen at its present activity level, on which it has gone on since; epoch ms of this browser. */
  levelSeenAt: number;
  /** The origin at which it last answered this browser; empty: the one that the page came from. */
  address: string | null;
  /** Why it does not answer this browser now. */
  failure: { reason: Failure; since: number } | null;
}

export interface GatewaysState {
  /** The node that this page came from; `null` until it said who it is. */
  hereId: string | null;
  /** Who the nodes are and where a browser may find them. Kept when nobody answers any more. */
  directory: readonly RuntimeNode[];
  nodes: Readonly<Record<string, NodeFacts>>;
}

export const initialGateways: GatewaysState = { hereId: null, directory: [], nodes: {} };

/** The id that a node is known by. A gateway without our part of the status has only its `localId`. */
export function nodeIdOf(status: RedundancyStatus): string {
  return status.understudy?.nodeId ?? status.localId;
}

/** Where to try to reach a node, best first. */
export function addressesOf(state: GatewaysState, nodeId: string): string[] {
  if (nodeId === state.hereId) return [''];
  const told = state.directory.find((node) => node.nodeId === nodeId)?.probeAddresses ?? [];
  const remembered = state.nodes[nodeId]?.address;
  return remembered == null ? [...told] : [remembered, ...told.filter((address) => address !== remembered)];
}

/** Every node that was heard or heard of. */
export function nodeIdsOf({ directory, nodes }: GatewaysState): string[] {
  return [...new Set([...directory.map((node) => node.nodeId), ...Object.keys(nodes)])];
}
