import { compareEpochs } from '#contract/epoch';
import type { RuntimePosition } from '#contract/runtime-frames';

export const nowhere: RuntimePosition = { epoch: null, sequence: 0 };

/** Negative, zero or positive as `a` is below, equal to or above `b`: by the activation, then by what it wrote. */
export function comparePositions(a: RuntimePosition, b: RuntimePosition): number {
  const byEpoch = compareEpochs(a.epoch, b.epoch);
  return byEpoch !== 0 ? byEpoch : a.sequence - b.sequence;
}

export function isSamePosition(a: RuntimePosition, b: RuntimePosition): boolean {
  return comparePositions(a, b) === 0;
}
