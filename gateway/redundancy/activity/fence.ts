import type { ActivityState } from './activity-types.ts';
import { fenceMs, pingPeriodMs } from './budget.ts';

/** What a thread must know to tell whether this process may still write. Times in elapsed ms. */
export interface FenceFacts {
  writing: boolean;
  independent: boolean;
  declaredLost: boolean;
  lastTickAt: number;
  /** When the last ping that came back was sent. */
  lastEchoSentAt: number;
  pingRateMs: number;
  fenceMs: number;
}

/** Whether the loop stood still so long that the peer may have taken over (rule 12). Missing echoes alone never do. */
export function isStalled(facts: FenceFacts, elapsedMs: number): boolean {
  const silentForMs = elapsedMs - facts.lastTickAt;
  if (facts.declaredLost) return silentForMs > facts.fenceMs;
  return silentForMs > facts.pingRateMs && elapsedMs - facts.lastEchoSentAt > facts.fenceMs;
}

/** Whether a write may be committed now. */
export function mayWrite(facts: FenceFacts, elapsedMs: number): boolean {
  return facts.writing && (facts.independent || !isStalled(facts, elapsedMs));
}

export function fenceFacts(state: ActivityState, independent: boolean): FenceFacts {
  return {
    writing: state.level === 'Active' && state.phase.kind !== 'preparing',
    independent,
    declaredLost: state.declaredLost,
    lastTickAt: state.lastTickAt,
    lastEchoSentAt: state.link.up ? state.link.lastEchoSentAt : (state.lastEchoSentAt ?? state.lastTickAt),
    pingRateMs: pingPeriodMs(state),
    fenceMs: fenceMs(state),
  };
}

const cells = 7;

/** The facts in shared memory, so that a worker thread asks without asking the loop that may stand still. */
export class FenceMemory {
  readonly buffer: SharedArrayBuffer;
  private readonly values: Float64Array;

  constructor(buffer = new SharedArrayBuffer(cells * Float64Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.values = new Float64Array(buffer);
  }

  publish(facts: FenceFacts): void {
    this.values.set([
      Number(facts.writing),
      Number(facts.independent),
      Number(facts.declaredLost),
      facts.lastTickAt,
      facts.lastEchoSentAt,
      facts.pingRateMs,
      facts.fenceMs,
    ]);
  }

  read(): FenceFacts {
    const [writing = 0, independent = 0, lost = 0, lastTickAt = 0, lastEchoSentAt = 0, pingRateMs = 0, fence = 0] =
      this.values;
    return {
      writing: writing === 1,
      independent: independent === 1,
      declaredLost: lost === 1,
      lastTickAt,
      lastEchoSentAt,
      pingRateMs,
      fenceMs: fence,
    };
  }
}
