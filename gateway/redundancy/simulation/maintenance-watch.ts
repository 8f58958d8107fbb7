import { compareEpochs } from '#contract/epoch';
import type { ActivityState, Effect } from '../activity/activity-types.ts';

/** How long an order and its end may cross each other on their way, ms. */
const endingMs = 10_000;

/** What a person was promised about maintenance, seen from outside: nobody goes on alone before its end. */
export class MaintenanceWatch {
  private promisedUntil = 0;
  private endedAt = -Infinity;

  /** A person orders it anew: answered or not, that may replace what was longer. */
  ordered(untilAt: number): void {
    this.promisedUntil = Math.min(this.promisedUntil, untilAt);
  }

  /** A person ends it somewhere, and what was promised is over, as is what may be under way. */
  ended(at: number): void {
    this.promisedUntil = 0;
    this.endedAt = at;
  }

  /** What was broken, in words; `null`: nothing. */
  observe(effect: Effect, before: ActivityState, after: ActivityState, at: number): string | null {
    this.note(effect, after, at);
    if (effect.type !== 'activated' || at >= this.promisedUntil || before.link.up) return null;
    if (effect.cause !== 'nodeLost' && effect.cause !== 'start') return null;
    const handsOver = before.phase.kind === 'prepared' || before.phase.kind === 'released';
    const { own, highest } = before.record;
    const wasActive = before.level === 'Undecided' && own !== null && compareEpochs(own, highest) === 0;
    return handsOver || wasActive ? null : 'a node took over by itself in maintenance';
  }

  private note(effect: Effect, after: ActivityState, at: number): void {
    if (effect.type === 'maintenanceOff' && effect.requester !== null) this.ended(at);
    // Two persons order at the same time: the later word counts, though both were answered.
    if (effect.type === 'maintenanceOn') this.ordered(effect.untilAt);
    const counts = effect.type === 'maintenanceAnswered' && effect.ok && at - this.endedAt > endingMs;
    if (counts) this.promisedUntil = at + remainingMs(after);
  }
}

function remainingMs({ maintenance, lastTickAt }: ActivityState): number {
  return maintenance.order === null ? 0 : maintenance.order.until - lastTickAt;
}
