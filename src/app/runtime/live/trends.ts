import type { LivePage } from '#contract/runtime-live';

/** Epoch ms of this browser. */
export interface TrendPoint {
  at: number;
  value: number;
}

/** Lines of one tag: a new one begins after a time in which nothing good was heard. */
export type TrendLines = readonly (readonly TrendPoint[])[];
export type Trends = Readonly<Record<string, TrendLines>>;

/** How much of the past is drawn, ms. */
export const trendMs = 600_000;
/** Not heard for so long: the line is broken, ms. */
const gapMs = 5000;
/** From one point to the next at least, ms. */
const stepMs = 900;

/** A tag may be called as members of every object are. */
export function trendOf(trends: Trends, name: string): TrendLines {
  return Object.hasOwn(trends, name) ? (trends[name] ?? []) : [];
}

/** Whether it reaches as far back as is drawn: before, it began when the page was opened. */
export function isWhole(lines: TrendLines): boolean {
  const [first, last] = [lines[0]?.[0], lines.at(-1)?.at(-1)];
  return first !== undefined && last !== undefined && last.at - first.at > trendMs - gapMs;
}

/** The trends with what the drawn tags of the page are worth now. */
export function withSamples(trends: Trends, { tags, trends: drawn }: LivePage, at: number): Trends {
  const next = drawn.map((name): [string, TrendLines] => {
    const tag = tags.find((each) => each.name === name);
    const lines = trendOf(trends, name);
    const isNumber = tag?.quality === 'Good' && typeof tag.value === 'number';
    return [name, isNumber && typeof tag.value === 'number' ? withPoint(lines, { at, value: tag.value }) : lines];
  });
  return Object.fromEntries(next);
}

function withPoint(lines: TrendLines, point: TrendPoint): TrendLines {
  const last = lines.at(-1);
  const end = last?.at(-1);
  // The clock of the computer was set back: what was drawn lies in the future.
  if (end !== undefined && point.at < end.at) return [[point]];
  if (last === undefined || end === undefined || point.at - end.at > gapMs)
    return [...recent(lines, point.at), [point]];
  if (point.at - end.at < stepMs) return lines;
  return [...recent(lines.slice(0, -1), point.at), [...last.filter(({ at }) => point.at - at < trendMs), point]];
}

function recent(lines: TrendLines, now: number): TrendLines {
  return lines.filter((line) => now - (line.at(-1)?.at ?? 0) < trendMs);
}
