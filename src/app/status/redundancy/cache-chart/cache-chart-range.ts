import type { ChartQuery } from '#contract/charts';

/** What time is shown. `last` follows now; `ms: null` is all that there is. Times by the clock of this browser. */
export type ChartRange = { kind: 'last'; ms: number | null } | { kind: 'between'; fromAt: number; toAt: number };

export interface Preset {
  label: string;
  /** For who cannot see that it is an abbreviation. */
  name: string;
  range: ChartRange;
}

const hour = 3_600_000;

export const presets: readonly Preset[] = [
  { label: '1 h', name: 'The last hour', range: { kind: 'last', ms: hour } },
  { label: '1 d', name: 'The last day', range: { kind: 'last', ms: 24 * hour } },
  { label: '7 d', name: 'The last 7 days', range: { kind: 'last', ms: 168 * hour } },
  { label: 'All', name: 'All that was measured', range: { kind: 'last', ms: null } },
];

export const firstRange: ChartRange = { kind: 'last', ms: hour };

/** `skewMs`: clock of the node minus clock of this browser. */
export function queryOf(range: ChartRange, now: number, skewMs: number): ChartQuery {
  if (range.kind === 'between') return { from: nodeTime(range.fromAt, skewMs), to: nodeTime(range.toAt, skewMs) };
  return range.ms === null ? {} : { from: nodeTime(now - range.ms, skewMs) };
}

/** Where the two thumbs stand on what there is. */
export interface SliderView {
  min: number;
  max: number;
  step: number;
  start: number;
  end: number;
}

const finestMs = 1000;
/** Finer than a thumb can be put. */
const mostSteps = 2000;

export function sliderOf(range: ChartRange, sinceAt: number, now: number): SliderView {
  const step = Math.max(1, Math.ceil((now - sinceAt) / mostSteps / finestMs)) * finestMs;
  // So that the right thumb can stand at the very end.
  const max = sinceAt + Math.max(1, Math.ceil((now - sinceAt) / step)) * step;
  const placed = (at: number) => sinceAt + Math.round((at - sinceAt) / step) * step;
  const within = (at: number) => Math.min(max, Math.max(sinceAt, placed(at)));
  if (range.kind === 'between')
    return { min: sinceAt, max, step, start: within(range.fromAt), end: within(range.toAt) };
  return { min: sinceAt, max, step, start: range.ms === null ? sinceAt : within(now - range.ms), end: max };
}

/** What a person wants who put the thumbs there: at the right end, to follow now. */
export function rangeOf({ min, max }: SliderView, start: number, end: number): ChartRange {
  if (end < max) return { kind: 'between', fromAt: start, toAt: end };
  return { kind: 'last', ms: start <= min ? null : max - start };
}

function nodeTime(at: number, skewMs: number): number {
  return Math.max(0, Math.round(at + skewMs));
}
