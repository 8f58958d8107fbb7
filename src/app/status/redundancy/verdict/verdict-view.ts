import type { Verdict } from '#contract/verdict';
import type { Reason } from '#contract/verdict-codes';
import { fillSentence, reasonSentences } from '#contract/verdict-sentences';
import { badgeOf } from '#contract/verdict-words';
import { sameValue } from '../../../gateways/same-value.ts';
import { momentInWords } from '../../../ui/moment.ts';
import { spanInWords } from '../../../ui/span.ts';
import type { Tone } from '../../../ui/tone.ts';

/** The verdict in sentences. */
export interface VerdictView {
  tone: Tone;
  word: string;
  title: string;
  /** What is the matter and what to do, for each reason; what both nodes say alike is said once. */
  reasons: readonly { explanation: string; next: string }[];
}

export function verdictView(verdict: Verdict, now: number): VerdictView {
  const { reasons } = verdict;
  const [first] = reasons;
  const said = reasons.map((reason) => ({
    explanation: inWords(reasonSentences[reason.code].explanation, reason, now),
    next: inWords(reasonSentences[reason.code].next, reason, now),
  }));
  return {
    ...badgeOf(verdict),
    title: first === undefined ? '' : inWords(reasonSentences[first.code].title, first, now),
    reasons: said.filter((one, at) => said.findIndex((other) => sameValue(one, other)) === at),
  };
}

function inWords(template: string, reason: Reason, now: number): string {
  const { at } = reason;
  const [moment, span] =
    at === null ? [null, null] : [momentInWords(at, now), spanInWords(Math.max(1000, Math.abs(now - at)))];
  return fillSentence(template, reason, moment, span);
}
