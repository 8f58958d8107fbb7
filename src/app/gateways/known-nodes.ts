import { createSelector } from '@ngrx/store';
import type { Role } from '#contract/roles';
import { gatewaysFeature } from './gateways-selectors.ts';
import type { GatewaysState } from './gateways-state.ts';

/** A node by what a person calls it. */
export interface KnownNode {
  nodeId: string;
  name: string;
  role: Role;
  /** The page came from this node. */
  here: boolean;
}

/** Every node that this browser has heard of, Master first. */
export const selectKnownNodes = createSelector(gatewaysFeature.selectGatewaysState, knownNodes);

export function knownNodes({ hereId, directory, nodes }: GatewaysState): KnownNode[] {
  const ids = [...new Set([...directory.map(({ nodeId }) => nodeId), ...Object.keys(nodes)])];
  return ids
    .map((nodeId) => {
      const listed = directory.find((node) => node.nodeId === nodeId);
      const status = nodes[nodeId]?.statement?.status;
      return {
        nodeId,
        name: status?.understudy?.name ?? listed?.name ?? nodeId,
        role: status?.role ?? listed?.role ?? 'Independent',
        here: nodeId === hereId,
      } satisfies KnownNode;
    })
    .sort((a, b) => Number(a.role === 'Backup') - Number(b.role === 'Backup'));
}

/** For a signal over the nodes: they are asked each second and seldom change. */
export function sameNodes(a: readonly KnownNode[], b: readonly KnownNode[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Clock of the node minus clock of this browser, ms; `null`: not known. */
export function clockOffsetMs({ nodes }: GatewaysState, nodeId: string): number | null {
  const statement = nodes[nodeId]?.statement;
  const clock = statement?.status.understudy?.clock;
  if (statement == null || clock === undefined) return null;
  return clock.at - (statement.askedAt + statement.receivedAt) / 2;
}
