import type { RedundancyStatus } from '#contract/redundancy-status';
import type { GatewaysState, NodeFacts } from './gateways-state.ts';
import { sameValue } from './same-value.ts';

/** Whether nothing happened from one state to the other but that time went by and was measured. */
export function sameNews(a: GatewaysState, b: GatewaysState): boolean {
  return a === b || (a.hereId === b.hereId && a.directory === b.directory && sameValue(newsOf(a), newsOf(b)));
}

function newsOf({ nodes }: GatewaysState): unknown[] {
  return Object.values(nodes).map(({ nodeId, statement, address, failure }: NodeFacts) => [
    nodeId,
    address,
    failure?.reason.kind,
    statement?.relayedBy,
    statement === null ? null : withoutMeasurements(statement.status),
  ]);
}

function withoutMeasurements(status: RedundancyStatus): unknown {
  const { understudy } = status;
  if (understudy === undefined) return { ...status, uptime: 0 };
  const { peer, timers } = understudy;
  const steady = {
    clock: 0,
    sync: understudy.sync.state,
    timers: timers.map(({ name }) => name),
    peer: peer && { ...peer, roundTripMs: 0, clockOffsetMs: 0, measuredAt: 0 },
  };
  return { ...status, uptime: 0, lastSyncTimestamp: 0, understudy: { ...understudy, ...steady } };
}
