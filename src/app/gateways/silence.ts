import { freshness, statusPeriodMs } from '#contract/freshness';
import type { GatewaysState } from './gateways-state.ts';

/** Whether a node no longer says how it is: then nothing that it said before is of now. */
export function isSilent({ nodes }: GatewaysState, nodeId: string, now: number): boolean {
  return freshness(nodes[nodeId]?.statement?.receivedAt ?? null, now, statusPeriodMs) !== 'live';
}
