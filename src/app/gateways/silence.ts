import { freshness, statusPeriodMs, type Freshness } from '#contract/freshness';
import type { GatewaysState, Statement } from './gateways-state.ts';

/** Whether a node no longer says how it is: then nothing that it said before is of now. */
export function isSilent(gateways: GatewaysState, nodeId: string, now: number): boolean {
  return freshnessOf(gateways, nodeId, now) !== 'live';
}

/**
 * How far what a node last said can be trusted. What it said before the other one lost it counts as little as what is
 * old: it may be gone, and one that lives says something new within a second.
 */
export function freshnessOf({ nodes }: GatewaysState, nodeId: string, now: number): Freshness {
  const statement = nodes[nodeId]?.statement ?? null;
  const byAge = freshness(statement?.receivedAt ?? null, now, statusPeriodMs);
  if (statement === null || byAge !== 'live') return byAge;
  const others = Object.values(nodes).filter((facts) => facts.nodeId !== nodeId);
  return others.some((other) => other.statement !== null && precedesLoss(statement, other.statement))
    ? 'stale'
    : 'live';
}

/** Whether it cannot be excluded that `statement` was made before the other node, by what it says, lost its peer. */
function precedesLoss(statement: Statement, { status, receivedAt }: Statement): boolean {
  const { understudy, peerConnected } = status;
  const lostAt = understudy?.peer?.lostAt ?? null;
  if (peerConnected || understudy === undefined || lostAt === null) return false;
  // On the clock of this browser, at the latest.
  return statement.askedAt <= lostAt + receivedAt - understudy.clock.at;
}
