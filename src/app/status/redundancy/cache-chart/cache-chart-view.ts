import { cacheSeries, type Charts } from '#contract/charts';
import { bytesInWords } from '../../../ui/bytes.ts';
import { momentInWords } from '../../../ui/moment.ts';
import { presets, type ChartRange, type SliderView } from './cache-chart-range.ts';

/** One chart: what it shows, and its line. While nothing was measured there is no line. */
export interface ChartDrawing {
  label: string;
  format: (value: number) => string;
  most: number;
  segments: readonly ChartSegment[];
}

export interface ChartSegment {
  name: string;
  /** Time in epoch ms of this browser. */
  points: readonly { at: number; value: number }[];
}

/** What was answered, and for which time. */
export interface DrawnCharts {
  charts: readonly ChartDrawing[];
  fromAt: number;
  toAt: number;
  /** Since when there are measurements; `null`: there are none. */
  sinceAt: number | null;
  /** The highest number of updates, when it was, and the bytes of that time. */
  peak: { updates: number; bytes: number; at: number } | null;
  lastUpdates: number;
  logBytes: number;
}

export interface CacheChartView {
  summary: string;
  notes: readonly string[];
  /** "as of 02:14:07 (3 min ago)"; `null`: it is of now. */
  asOf: string | null;
  drawn: DrawnCharts | null;
  slider: SliderView | null;
  range: ChartRange;
}

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** `fromAt`, `toAt`, `skewMs`: the time that was asked for, and the clock of the node minus that of this browser. */
export function drawnCharts(
  { series, since }: Charts,
  { fromAt, toAt, skewMs }: { fromAt: number | null; toAt: number; skewMs: number },
): DrawnCharts | null {
  const pointsOf = (name: string) => (series.find((each) => each.name === name)?.points ?? []).map(here(skewMs));
  const updates = pointsOf(cacheSeries.updates);
  const bytes = pointsOf(cacheSeries.bytes);
  if (series.length === 0) return null;
  const highest = updates.reduce((best, point) => (point.value > (best?.value ?? 0) ? point : best), updates[0]);
  const bytesThen = bytes.find(({ at }) => at === highest?.at)?.value ?? 0;
  const sinceAt = since === null ? null : since - skewMs;
  return {
    charts: [
      drawing('Updates waiting', updates, (value) => whole.format(value)),
      drawing('Size of what waits', bytes, bytesInWords),
    ],
    fromAt: Math.max(fromAt ?? -Infinity, sinceAt ?? toAt),
    toAt,
    sinceAt,
    peak: highest === undefined ? null : { updates: highest.value, bytes: bytesThen, at: highest.at },
    lastUpdates: updates.at(-1)?.value ?? 0,
    logBytes: pointsOf(cacheSeries.log).at(-1)?.value ?? 0,
  };
}

/**
 * What the charts say, for who reads and for who cannot see them. `other`: whom it waits for. `at`: when they were
 * told, epoch ms; `last`: whether that is now.
 */
export function summaryOf(
  drawn: DrawnCharts,
  range: ChartRange,
  other: string,
  { at: now, last: word }: { at: number; last: 'Now' | 'Then' },
): string {
  const { peak, fromAt, toAt, lastUpdates, logBytes } = drawn;
  if (peak === null) return 'Nothing was measured in this time.';
  const from = momentInWords(fromAt, now);
  const time = range.kind === 'last' ? `since ${from}` : `from ${from} to ${momentInWords(toAt, now)}`;
  const log = range.kind === 'last' ? ` The log of all changes takes ${bytesInWords(logBytes)}.` : '';
  if (peak.updates === 0) return `Nothing was waiting for ${other} ${time}.${log}`;
  const most = `At most ${updatesInWords(peak.updates)} (${bytesInWords(peak.bytes)}) waited for ${other} ${time}`;
  const last = range.kind === 'last' ? ` ${word} ${waiting(lastUpdates, word)}.` : '';
  return `${most}, at ${momentInWords(peak.at, now)}.${last}${log}`;
}

export function isPreset(range: ChartRange, ms: number | null): boolean {
  return range.kind === 'last' && range.ms === ms;
}

/** Labels with their state, as buttons show them. */
export function presetButtons(range: ChartRange) {
  return presets.map((preset) => ({
    ...preset,
    pressed: preset.range.kind === 'last' && isPreset(range, preset.range.ms),
  }));
}

function here(skewMs: number) {
  return ([at, value]: [number, number]) => ({ at: at - skewMs, value });
}

function drawing(label: string, points: ChartSegment['points'], format: (value: number) => string): ChartDrawing {
  const most = points.reduce((best, { value }) => Math.max(best, value), 0);
  return { label, format, most, segments: segmentsOf(label, points) };
}

/** A line ends where nothing was measured: the gateway did not run. */
function segmentsOf(label: string, points: ChartSegment['points']): ChartSegment[] {
  const steps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  const runs: { at: number; value: number }[][] = [];
  points.forEach((point, index) => {
    const isBreak = index === 0 || (steps[index - 1] ?? 0) > Math.max(usual * 3, 5000);
    if (isBreak) runs.push([point]);
    else runs.at(-1)?.push(point);
  });
  // A point alone would not be seen.
  return runs.map((run, at) => ({ name: at === 0 ? label : `${label} (${at + 1})`, points: widened(run, usual) }));
}

function widened(run: { at: number; value: number }[], widthMs: number): ChartSegment['points'] {
  const [only] = run;
  return run.length === 1 && only !== undefined ? [only, { ...only, at: only.at + Math.max(1000, widthMs) }] : run;
}

function updatesInWords(count: number): string {
  return count === 1 ? '1 update' : `${whole.format(count)} updates`;
}

function waiting(count: number, word: 'Now' | 'Then'): string {
  const verb = word === 'Then' ? 'waited' : count > 1 ? 'wait' : 'waits';
  return `${count === 0 ? 'nothing' : updatesInWords(count)} ${verb}`;
}
