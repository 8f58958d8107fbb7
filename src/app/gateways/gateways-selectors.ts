import { createFeature, createSelector } from '@ngrx/store';
import { gatewaysReducer } from './gateways-reducer.ts';
import { nodeIdsOf, type NodeFacts } from './gateways-state.ts';

/** What this browser knows of the pair. */
export const gatewaysFeature = createFeature({
  name: 'gateways',
  reducer: gatewaysReducer,
  extraSelectors: ({ selectGatewaysState, selectHereId }) => {
    const selectNodeIds = createSelector(selectGatewaysState, nodeIdsOf);
    /** The nodes to ask besides the one that the page came from. */
    const selectOtherIds = createSelector(selectNodeIds, selectHereId, (ids, hereId) =>
      hereId === null ? [] : ids.filter((id) => id !== hereId),
    );
    return { selectNodeIds, selectOtherIds };
  },
});

/** Who can tell of a node that this browser does not reach: one that answers and whose link to it is up. */
export const selectRelays = createSelector(
  gatewaysFeature.selectNodeIds,
  gatewaysFeature.selectNodes,
  (ids, nodes): { nodeId: string; by: string }[] =>
    ids
      .filter((id) => isSilent(nodes[id]))
      .flatMap((nodeId) => {
        const by = ids.find((id) => id !== nodeId && !isSilent(nodes[id]) && hasPeer(nodes[id]));
        return by === undefined ? [] : [{ nodeId, by }];
      }),
);

/** Whether the node does not answer this browser, or was never asked. */
export function isSilent(facts: NodeFacts | undefined): boolean {
  return facts === undefined || facts.failure !== null || facts.statement === null;
}

function hasPeer(facts: NodeFacts | undefined): boolean {
  return facts?.statement?.status.peerConnected === true;
}
