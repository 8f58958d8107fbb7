import { freshness, statusPeriodMs } from '#contract/freshness';
import type { GatewaysState } from '../../../gateways/gateways-state.ts';

/** The node that says now that it is active: of two, the one that was seen to become active last. */
export function activeIdOf({ nodes }: GatewaysState, now: number): string | null {
  const [active] = Object.values(nodes)
    .filter(({ statement }) => statement?.status.activityLevel === 'Active')
    .filter(({ statement }) => freshness(statement?.receivedAt ?? null, now, statusPeriodMs) === 'live')
    .sort((a, b) => b.levelSeenAt - a.levelSeenAt);
  return active?.nodeId ?? null;
}
