import { InjectionToken, type Signal } from '@angular/core';
import { judge, type Verdict } from '#contract/verdict';
import type { NodeEvidence } from '#contract/verdict-scene';
import { freshness, statusPeriodMs } from '#contract/freshness';
import type { GatewaysState, NodeFacts } from './gateways-state.ts';
import { watched } from './watched.ts';

/** The verdict on what this browser sees, as time goes by. */
export const VERDICT = new InjectionToken<Signal<Verdict>>('verdict', {
  factory: () => watched(verdictOn),
});

/** The verdict on what is known of the gateways at that time. */
export function verdictOn({ nodes }: GatewaysState, now: number): Verdict {
  return judge(Object.values(nodes).map((facts) => evidence(facts, now)));
}

function evidence({ nodeId, statement, levelSeenAt }: NodeFacts, now: number): NodeEvidence {
  return {
    nodeId,
    status: statement?.status ?? null,
    freshness: freshness(statement?.receivedAt ?? null, now, statusPeriodMs),
    saidAt: statement?.askedAt ?? 0,
    levelSeenAt,
  };
}
