import { computed, inject, InjectionToken, type Signal } from '@angular/core';
import { Store } from '@ngrx/store';
import { judge, type Verdict } from '#contract/verdict';
import type { NodeEvidence } from '#contract/verdict-scene';
import { freshness, statusPeriodMs } from './freshness.ts';
import { gatewaysFeature } from './gateways-selectors.ts';
import type { NodeFacts } from './gateways-state.ts';
import { sameValue } from './same-value.ts';
import { NOW } from './time.ts';

/** The verdict on what this browser sees, as time goes by. */
export const VERDICT = new InjectionToken<Signal<Verdict>>('verdict', {
  factory: () => {
    const nodes = inject(Store).selectSignal(gatewaysFeature.selectNodes);
    const now = inject(NOW);
    return computed(() => judge(Object.values(nodes()).map((facts) => evidence(facts, now()))), { equal: sameValue });
  },
});

function evidence({ nodeId, statement, levelSeenAt }: NodeFacts, now: number): NodeEvidence {
  return {
    nodeId,
    status: statement?.status ?? null,
    freshness: freshness(statement?.receivedAt ?? null, now, statusPeriodMs),
    saidAt: statement?.askedAt ?? 0,
    levelSeenAt,
  };
}
