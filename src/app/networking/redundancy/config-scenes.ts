import { createSelector } from '@ngrx/store';
import { gatewaysFeature } from '../../gateways/gateways-selectors.ts';
import { pairOf } from '../../gateways/pair-selectors.ts';
import type { GatewaysState } from '../../gateways/gateways-state.ts';
import type { ConfigScene } from './config-scene.ts';

/** A scene before the other node's settings are read. */
export type BareScene = Omit<ConfigScene, 'other'> & {
  otherId: string | null;
  other: Omit<NonNullable<ConfigScene['other']>, 'config'> | null;
};

/** Who the nodes are, which one is active and how the link is: Master first. */
export const selectScenes = createSelector(gatewaysFeature.selectGatewaysState, scenesOf);

function scenesOf(state: GatewaysState): BareScene[] {
  const pair = pairOf(state);
  const active = pair.filter(({ nodeId }) => liveStatus(state, nodeId)?.activityLevel === 'Active');
  return pair.map((node) => {
    const status = liveStatus(state, node.nodeId);
    const other = pair.find(({ nodeId }) => nodeId !== node.nodeId);
    return {
      ...node,
      otherId: other?.nodeId ?? null,
      other: other === undefined ? null : { name: other.name, role: other.role },
      active: active.length === 1 ? (active[0]?.name ?? null) : null,
      linked: status?.peerConnected ?? null,
      roundTripMs: status?.peerConnected === true ? rounded(status.understudy?.peer?.roundTripMs) : null,
    };
  });
}

/** What was said before the node fell silent does not count. */
function liveStatus({ nodes }: GatewaysState, nodeId: string) {
  const facts = nodes[nodeId];
  return facts === undefined || facts.failure !== null ? null : (facts.statement?.status ?? null);
}

/** Coarse, so that the sentence does not flicker. */
function rounded(ms: number | null | undefined): number | null {
  if (ms == null) return null;
  return ms < 1 ? 1 : Math.round(ms);
}
