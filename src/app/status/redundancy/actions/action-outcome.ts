import * as z from 'zod/mini';
import type { ChoiceDone, DivergenceChoice } from '#contract/divergence';
import { refusalCode, type ActivateResult, type FailoverResult, type MaintenanceResult } from '#contract/gwaction';
import type { Failure } from '../../../gateways/failure.ts';
import { failureSentence } from '../../../gateways/failure-sentences.ts';
import { momentInWords } from '../../../ui/moment.ts';
import { spanInWords } from '../../../ui/span.ts';
import { refusalsInWords, type ActionView } from './action-view.ts';

/** What an action brought about, as the gateway said it. */
export type ActionResult =
  | { kind: 'failover'; value: FailoverResult }
  | { kind: 'resync'; value: { target: string } }
  | { kind: 'maintenance'; value: MaintenanceResult }
  | { kind: 'endMaintenance' | 'resumeTakeBack' }
  | { kind: DivergenceChoice; value: ChoiceDone }
  | { kind: 'activate'; value: ActivateResult };

/** What became of the last action. */
export type ActionOutcome =
  | { ok: true; action: ActionView; result: ActionResult; tookMs: number; at: number }
  | { ok: false; action: ActionView; failure: Failure };

/** "B took over from A at 02:14:08. It took 240 ms; for 35 ms of it no node was active." */
export function outcomeSentence(outcome: ActionOutcome): string {
  const { action } = outcome;
  if (!outcome.ok) {
    const what = action.kind === 'failover' ? 'The handover' : `“${action.label}”`;
    return `${what} did not happen: ${failureReason(outcome.failure, action)}`;
  }
  const at = momentInWords(outcome.at, outcome.at);
  const took = `It took ${spanInWords(outcome.tookMs)}${gap(outcome.result)}.`;
  return `${done(outcome.result, action, at, outcome.at)} ${took}`;
}

function done(result: ActionResult, { asked, other }: ActionView, at: string, now: number): string {
  switch (result.kind) {
    case 'failover':
      return `${result.value.to} took over from ${result.value.from} at ${at}.`;
    case 'resync':
      return `${result.value.target} took the whole configuration from ${asked} at ${at}.`;
    case 'maintenance': {
      const until = momentInWords(result.value.untilAt, now);
      return `Maintenance is on until ${until}: ${asked} and ${other} have confirmed it.`;
    }
    case 'endMaintenance':
      return `The maintenance was ended at ${at}.`;
    case 'resumeTakeBack':
      return `Automatic take-back was resumed at ${at}.`;
    case 'restoreMaster':
    case 'replaceBackup': {
      const kept = 'What it had is kept there for download.';
      return result.value.held
        ? `${other} has put all of ${asked} aside at ${at} and takes it when it is no longer the active node. ${kept}`
        : `${other} took all of the configuration of ${asked} at ${at}. ${kept}`;
    }
    case 'activate':
      return `${result.value.nodeName} was made active by force at ${at}, under epoch ${result.value.epoch}.`;
  }
}

function gap(result: ActionResult): string {
  if (result.kind !== 'failover' || result.value.gapMs === null) return '';
  return `; for ${spanInWords(result.value.gapMs)} of it no node was active`;
}

function failureReason(failure: Failure, { asked, other }: ActionView): string {
  const codes = z.safeParse(z.array(refusalCode), failure.kind === 'refused' ? failure.problem?.refusals : []);
  const refusals = codes.success ? codes.data : [];
  if (refusals.length > 0) return refusalsInWords(refusals, asked, other);
  return failureSentence(failure, asked);
}
