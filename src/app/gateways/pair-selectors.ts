import { createSelector } from '@ngrx/store';
import type { Role } from '#contract/roles';
import { gatewaysFeature } from './gateways-selectors.ts';
import { nodeIdsOf, type GatewaysState } from './gateways-state.ts';

/** A node of the pair, as a person knows it. */
export interface PairNode {
  nodeId: string;
  name: string;
  role: Role;
  /** The page came from this node. */
  here: boolean;
}

const order: readonly Role[] = ['Master', 'Independent', 'Backup'];

/** The nodes that are known, Master first, whoever is active. */
export function pairOf(state: GatewaysState): PairNode[] {
  return nodeIdsOf(state)
    .map((nodeId) => pairNode(state, nodeId))
    .filter((node) => node !== null)
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

/** The same from the store: read it with `selected()`, or with `{ equal: sameValue }`. */
export const selectPair = createSelector(gatewaysFeature.selectGatewaysState, pairOf);

/** The name of the pair, by whichever node said it last. */
export const selectSystemName = createSelector(gatewaysFeature.selectNodes, (nodes) => {
  const statements = Object.values(nodes)
    .map((facts) => facts.statement)
    .filter((statement) => statement?.status.understudy !== undefined)
    .sort((a, b) => (b?.receivedAt ?? 0) - (a?.receivedAt ?? 0));
  return statements[0]?.status.understudy?.systemName ?? null;
});

/** The id of the pair, by any node that has said it. */
export const selectPairId = createSelector(gatewaysFeature.selectNodes, (nodes) => {
  const ids = Object.values(nodes).map((facts) => facts.statement?.status.understudy?.pairId ?? null);
  return ids.find((id) => id !== null) ?? null;
});

/** `null` while nothing but a failure is known of the node. */
function pairNode({ hereId, nodes, directory }: GatewaysState, nodeId: string): PairNode | null {
  const status = nodes[nodeId]?.statement?.status;
  const listed = directory.find((node) => node.nodeId === nodeId);
  const role = status?.role ?? listed?.role;
  if (role === undefined) return null;
  return { nodeId, name: status?.understudy?.name ?? listed?.name ?? nodeId, role, here: nodeId === hereId };
}
