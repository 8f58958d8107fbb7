import { InjectionToken, type Signal } from '@angular/core';
import { judge, type Verdict } from '#contract/verdict';
import { sceneOf, type NodeEvidence } from '#contract/verdict-scene';
import type { GatewaysState } from './gateways-state.ts';
import { freshnessOf } from './silence.ts';
import { watched } from './watched.ts';

/** The verdict on what this browser sees, as time goes by. */
export const VERDICT = new InjectionToken<Signal<Verdict>>('verdict', {
  factory: () => watched(verdictOn),
});

/** The verdict on what is known of the gateways at that time. */
export function verdictOn(gateways: GatewaysState, now: number): Verdict {
  return judge(evidence(gateways, now));
}

/** The nodes that count as active in that verdict, whoever became active last first: two only in a split brain. */
export function activeIdsOn(gateways: GatewaysState, now: number): string[] {
  const { live, active } = sceneOf(evidence(gateways, now));
  const ids = live.filter(({ status }) => status.activityLevel === 'Active').map(({ nodeId }) => nodeId);
  return ids.sort((a, b) => Number(b === active?.nodeId) - Number(a === active?.nodeId));
}

function evidence(gateways: GatewaysState, now: number): NodeEvidence[] {
  return Object.values(gateways.nodes).map(({ nodeId, statement, levelSeenAt }) => ({
    nodeId,
    status: statement?.status ?? null,
    freshness: freshnessOf(gateways, nodeId, now),
    saidAt: statement?.askedAt ?? 0,
    levelSeenAt,
  }));
}
