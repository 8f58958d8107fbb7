import type { RedundancyStatus } from '#contract/redundancy-status';
import { exampleAt, masterStatus } from '#contract/status.testing';
import type { NodeFacts, Statement } from '../../gateways/gateways-state.ts';
import type { PairNode } from '../../gateways/pair-selectors.ts';

export const nodeA: PairNode = { nodeId: 'id-a', name: 'A', role: 'Master', here: true };
export const nodeB: PairNode = { nodeId: 'id-b', name: 'B', role: 'Backup', here: false };

/** What is known of a node that answered this browser at `exampleAt`, by the same clock. */
export function knownFacts(
  status: RedundancyStatus = masterStatus(),
  { statement, ...change }: Omit<Partial<NodeFacts>, 'statement'> & { statement?: Partial<Statement> } = {},
): NodeFacts {
  return {
    nodeId: status.localId,
    statement: { status, askedAt: exampleAt, receivedAt: exampleAt, relayedBy: null, ...statement },
    levelSeenAt: exampleAt - 60_000,
    address: 'http://b:8089',
    failure: null,
    ...change,
  };
}
