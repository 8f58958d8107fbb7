import type { ActivityFrame } from '#contract/activity-frames';
import type { RuntimeFrame } from '#contract/runtime-frames';
import type { ActivityDriver } from '../../activity/activity-driver.ts';
import { suspicionMs } from '../../activity/budget.ts';
import { highestHeard } from '../../activity/judgement.ts';
import type { CoreParts } from '../../core-parts.ts';
import { RuntimeReplication } from './runtime-replication.ts';

/** Whoever becomes Active on this frame has the last of the data before it. */
export function isBehindRuntime({ type }: ActivityFrame): boolean {
  return type === 'grant' || type === 'prepare' || type === 'goodbye' || type === 'stopped';
}

/** Replication of runtime state beside the decision who is active, which it only reads. */
export function makeRuntimeReplication(
  { identity, clock, records, runtime }: CoreParts,
  driver: ActivityDriver,
  link: { send: (frame: RuntimeFrame) => number; changed: () => void },
): RuntimeReplication {
  const { rate, receipts, statistics } = records;
  return new RuntimeReplication({
    ...link,
    state: runtime,
    receipts,
    statistics,
    nodeId: identity.nodeId,
    active: () => ({
      own: driver.state.level === 'Active',
      peer: driver.state.link.up && driver.state.peer?.level === 'Active',
    }),
    heard: () => highestHeard(driver.state),
    event: (event) => rate.add(event),
    now: () => clock.measured().wallAt,
    elapsed: () => clock.measured().elapsedMs,
    budgetMs: () => suspicionMs(driver.state),
    peerClockOffsetMs: () => driver.state.measured?.clockOffsetMs ?? null,
  });
}
