import type { IconName } from './icon.ts';

/** `good` is the only green one; `unknown` is neither good nor bad. */
export type Tone = 'good' | 'attention' | 'bad' | 'unknown';

/** The icon that goes with a colour. */
export const toneIcons: Record<Tone, IconName> = {
  good: 'good',
  attention: 'attention',
  bad: 'bad',
  unknown: 'unknown',
};

/** The same in a line of plain text, such as the title of a tab. */
export const toneMarks: Record<Tone, string> = { good: '●', attention: '◐', bad: '▲', unknown: '○' };
