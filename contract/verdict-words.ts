import type { Verdict } from './verdict.ts';
import type { VerdictCode } from './verdict-codes.ts';

/** `good` is the only green one; `unknown` is neither good nor bad. */
export type Tone = 'good' | 'attention' | 'bad' | 'unknown';

/** What stands on the badge. Apart from the sentences, since every page of the console loads it first. */
export const verdictWords: Record<VerdictCode, { word: string; tone: Tone }> = {
  notKnown: { word: 'Not known', tone: 'unknown' },
  splitBrain: { word: 'Split brain', tone: 'bad' },
  nobodyActive: { word: 'Nobody active', tone: 'bad' },
  notPaired: { word: 'Not paired', tone: 'attention' },
  starting: { word: 'Starting', tone: 'attention' },
  maintenance: { word: 'Maintenance', tone: 'attention' },
  runningAlone: { word: 'Running alone', tone: 'bad' },
  failoverBlocked: { word: 'Failover blocked', tone: 'bad' },
  flapping: { word: 'Flapping', tone: 'attention' },
  synchronising: { word: 'Synchronising', tone: 'attention' },
  protected: { word: 'Protected', tone: 'good' },
};

/** What stands on the badge for this verdict: green only where nothing is left to do. */
export function badgeOf({ code, reasons }: Verdict): { word: string; tone: Tone } {
  const { word, tone } = verdictWords[code];
  return { word, tone: tone === 'good' && reasons.some((each) => each.code === 'plainLink') ? 'attention' : tone };
}
