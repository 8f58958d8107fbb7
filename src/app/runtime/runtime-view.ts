import type { RuntimeTag } from '#contract/runtime-tags';
import { failureSentence } from '../gateways/failure-sentences.ts';
import { freshness } from '#contract/freshness';
import { momentInWords } from '../ui/moment.ts';
import { ageInWords } from '../ui/span.ts';
import type { Draft } from './drafts/drafts.ts';
import type { LiveState } from './live/live-state.ts';

/** Lines come each second. */
const linePeriodMs = 1000;
const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

/** The line at the bottom: who serves the page, and whether what stands above is of now. */
export interface ServedView {
  node: string;
  state: 'live' | 'standby' | 'lost';
  words: string;
}

/** Whether what is shown is as it is now; else it is drawn grey. */
export function isLive({ receivedAt, failure }: LiveState, now: number): boolean {
  return failure === null && freshness(receivedAt, now, linePeriodMs) === 'live';
}

/** There is no such page, or none any more. */
export function isGone({ gone, failure, page }: LiveState): boolean {
  return gone || (page === null && failure?.reason.kind === 'refused' && failure.reason.status === 404);
}

/** `outlook`: what is said besides, where nothing comes from a node that works. */
export function servedView(state: LiveState, now: number, outlook = ''): ServedView {
  const view = withoutOutlook(state, now);
  return view.state === 'live' || outlook === '' ? view : { ...view, words: `${view.words} ${outlook}` };
}

function withoutOutlook(state: LiveState, now: number): ServedView {
  const { served, receivedAt, failure } = state;
  if (served === null) {
    const words = failure === null ? 'Connecting …' : failureSentence(failure.reason, 'This gateway');
    return { node: 'Not connected yet', state: 'lost', words };
  }
  const node = `${served.name} since ${momentInWords(served.sinceAt, now)}`;
  if (!isLive(state, now)) {
    const why = failure === null ? `${served.name} says nothing.` : failureSentence(failure.reason, served.name);
    return { node, state: 'lost', words: `${why} As of ${ageInWords(now - (receivedAt ?? now))}.` };
  }
  if (!served.running)
    return { node, state: 'standby', words: `${served.name} stands by: nothing can be switched here.` };
  return { node, state: 'live', words: `Live, ${ageInWords(now - (receivedAt ?? now))}` };
}

/** One value, as large as a wall needs it. */
export interface TagView {
  tag: RuntimeTag;
  value: string;
  unit: string;
  /** `null`: good, or never set. */
  doubt: 'Uncertain' | 'Bad' | null;
  age: string;
  /** Of a switch; `null`: not known. */
  on: boolean | null;
  draft: Draft | null;
  confirmed: string | null;
}

export function tagView(
  tag: RuntimeTag,
  { clockOffsetMs }: LiveState,
  now: number,
): Omit<TagView, 'draft' | 'confirmed'> {
  const { value, quality, at, unit = '', dataType } = tag;
  return {
    tag,
    value: valueInWords(value),
    unit: value === null || dataType !== 'number' ? '' : unit,
    doubt: quality === 'Good' || at === null ? null : quality,
    age: at === null ? '' : ageInWords(now + clockOffsetMs - at),
    on: typeof value === 'boolean' ? value : null,
  };
}

export function valueInWords(value: RuntimeTag['value']): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'On' : 'Off';
  return typeof value === 'number' ? number.format(value) : value;
}
