import type { LivePage } from '#contract/runtime-live';
import { momentInWords } from '../../ui/moment.ts';
import { isWhole, trendMs, trendOf, type TrendLines } from '../live/trends.ts';
import type { LiveState } from '../live/live-state.ts';

/** One tag over the last minutes. Times are epoch ms of this browser. */
export interface TrendView {
  name: string;
  label: string;
  /** Since when it is drawn, in words; `null`: nothing was heard yet. */
  since: string | null;
  /** It reaches as far back as is ever drawn. */
  whole: boolean;
  lines: TrendLines;
  fromAt: number;
  toAt: number;
}

export function trendView(name: string, page: LivePage, { trends, receivedAt }: LiveState, now: number): TrendView {
  const lines = trendOf(trends, name);
  const unit = page.tags.find((tag) => tag.name === name)?.unit;
  const firstAt = lines[0]?.[0]?.at ?? null;
  const toAt = receivedAt ?? now;
  return {
    name,
    label: unit === undefined ? name : `${name}, ${unit}`,
    since: firstAt === null ? null : momentInWords(firstAt, now),
    whole: isWhole(lines),
    lines,
    fromAt: Math.max(toAt - trendMs, Math.min(firstAt ?? toAt, toAt - 60_000)),
    toAt,
  };
}
