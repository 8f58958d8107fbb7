import { refusalSentences } from '#contract/gwaction-sentences';
import type { RedundancyStatus } from '#contract/redundancy-status';
import { GatewayError } from '../errors.ts';
import type { ActionResult } from '../redundancy/redundancy.ts';

/** What the action brought about. Throws `actionRefused` with typed reasons and a sentence that names the nodes. */
export function valueOf<T>(result: ActionResult<T>, status: RedundancyStatus): T {
  if (result.ok) return result.value;
  const { refusals } = result;
  const sentences = refusals.map((code) => refusalSentences[code]).join(' ');
  const { own, peer, active } = names(status);
  const detail = sentences.replaceAll('{active}', active).replaceAll('{peer}', peer);
  throw new GatewayError('actionRefused', { detail: detail || `${own} refused it`, refusals });
}

function names({ activityLevel, understudy }: RedundancyStatus) {
  const own = understudy?.name ?? 'This node';
  const peer = understudy?.peer?.name ?? 'The other node';
  return { own, peer, active: activityLevel === 'Active' ? own : peer };
}
