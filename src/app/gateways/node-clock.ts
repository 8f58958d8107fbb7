import type { GatewaysState } from './gateways-state.ts';

/** Clock of a node minus clock of this browser, ms; `null`: not known. */
export function clockOffsetMs({ nodes }: GatewaysState, nodeId: string): number | null {
  const statement = nodes[nodeId]?.statement;
  const clock = statement?.status.understudy?.clock;
  if (statement == null || clock === undefined) return null;
  return clock.at - (statement.askedAt + statement.receivedAt) / 2;
}
