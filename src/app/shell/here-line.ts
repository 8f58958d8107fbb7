import { ageInWords } from '../ui/span.ts';
import type { GatewaysState } from '../gateways/gateways-state.ts';
import { isSilent } from '../gateways/silence.ts';

/** `A · Master · Active`: the node that this page came from. */
export function hereLine(gateways: GatewaysState, now: number): string {
  const hereId = gateways.hereId ?? '';
  const { statement = null, failure = null } = gateways.nodes[hereId] ?? {};
  if (statement === null) return 'not known yet';
  const { role, activityLevel, understudy, localId } = statement.status;
  const past =
    failure === null ? `${activityLevel} as of ${ageInWords(now - statement.receivedAt)}` : 'does not answer';
  return [understudy?.name ?? localId, role, isSilent(gateways, hereId, now) ? past : activityLevel].join(' · ');
}
