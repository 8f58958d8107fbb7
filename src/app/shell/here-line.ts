import type { NodeFacts } from '../gateways/gateways-state.ts';
import { freshness, statusPeriodMs } from '#contract/freshness';

/** `A · Master · Active`: the node that this page came from. */
export function hereLine(facts: NodeFacts | undefined, now: number): string {
  const statement = facts?.statement ?? null;
  if (statement === null) return 'not known yet';
  const { role, activityLevel, understudy, localId } = statement.status;
  const live = freshness(statement.receivedAt, now, statusPeriodMs) === 'live';
  return [understudy?.name ?? localId, role, live ? activityLevel : 'does not answer'].join(' · ');
}
