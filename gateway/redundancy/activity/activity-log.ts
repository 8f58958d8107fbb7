import type { ChangeoverCause } from '#contract/activity-frames';
import type { Logger } from '../../logging/logger.ts';
import type { Effect } from './activity-types.ts';

export const causes: Record<ChangeoverCause, string> = {
  start: 'start',
  planned: 'handed over by a person',
  nodeLost: 'the other node was lost',
  nodeStopped: 'the other node stopped on purpose',
  takeBack: 'taken back automatically',
  splitBrain: 'a split brain was resolved',
  forced: 'made active by a person, by force',
};

export const deactivations: Record<Extract<Effect, { type: 'deactivated' }>['because'], string> = {
  handover: 'the work was handed over',
  stalled: 'this process stood still, the other node may have taken over',
  splitBrain: 'both nodes were active, the other one stays',
  stopping: 'this gateway stops',
};

/** One line for everything that changes who is active, or that speaks against it. */
export function logEffect(logger: Logger, effect: Effect): void {
  switch (effect.type) {
    case 'activated': {
      const { cause, reason, epoch } = effect;
      const by = reason?.requester == null ? '' : ` (${reason.requester}${said(reason.comment)})`;
      return logger.info(`Active since now: ${causes[cause]}${by}, epoch ${epoch.number}`);
    }
    case 'renewed':
      return logger.info(`Active under a fresh epoch: ${effect.epoch.number}`);
    case 'deactivated':
      return logger.info(`Not active any more: ${deactivations[effect.because]}`);
    case 'splitBrainResolved':
      return logger.warn(
        `Both nodes were active for ${Math.round(effect.overlapMs)} ms; ${effect.survivor === 'self' ? 'this' : 'the other'} one stays`,
      );
    case 'stallNoticed':
      return logger.warn(`This process stood still for ${Math.round(effect.gapMs)} ms`);
    case 'handoverEnded':
      return effect.done
        ? logger.info(`The handover is done; nobody was active for ${Math.round(effect.gapMs ?? 0)} ms`)
        : logger.warn('The handover did not take place');
    case 'suspended':
      return logger.warn('Automatic take-back is suspended: three changeovers in ten minutes that nobody asked for');
    case 'dropLink':
      return logger.warn(
        `The link is given up: ${effect.because === 'stalled' ? 'this process stood still' : 'silence'}`,
      );
    case 'maintenanceOn':
      return logger.info(`Maintenance: ${maintenanceWords(effect)}`);
    case 'maintenanceOff':
      return logger.info(maintenanceEnd(effect));
    case 'maintenanceAnswered':
    case 'storeFailed':
    case 'store':
    case 'send':
    case 'left':
      return;
  }
}

export function maintenanceWords({ untilAt, reason, requester }: Extract<Effect, { type: 'maintenanceOn' }>): string {
  return `no automatic failover until ${new Date(untilAt).toISOString()} (${requester}: ${reason})`;
}

export function maintenanceEnd({ requester }: Extract<Effect, { type: 'maintenanceOff' }>): string {
  return `The maintenance is over: ${requester === null ? 'its time has passed, or the other node said so' : `ended by ${requester}`}`;
}

function said(comment: string | null): string {
  return comment === null || comment === '' ? '' : `: ${comment}`;
}
