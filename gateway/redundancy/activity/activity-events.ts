import type { ActivityLevel } from '#contract/roles';
import type { ChangeoverCause } from '#contract/activity-frames';
import { causes, deactivations, maintenanceEnd, maintenanceWords } from './activity-log.ts';
import type { ActivityState, Effect } from './activity-types.ts';
import type { NewEvent } from '../records/event-store.ts';

const alarming: readonly ChangeoverCause[] = ['nodeLost', 'splitBrain', 'forced'];

/** Writes down every change of the activity level, and what speaks for or against it. */
export class ActivityEvents {
  readonly #levelOf: (state: ActivityState) => ActivityLevel;
  readonly #add: (event: NewEvent) => void;
  readonly #changed: (level: ActivityLevel) => void;
  #level: ActivityLevel = 'Undecided';
  #work: ActivityLevel = 'Undecided';

  constructor(parts: {
    levelOf: (state: ActivityState) => ActivityLevel;
    add: (event: NewEvent) => void;
    changed: (level: ActivityLevel) => void;
  }) {
    this.#levelOf = parts.levelOf;
    this.#add = parts.add;
    this.#changed = parts.changed;
  }

  /** After every step of the decision. */
  see(state: ActivityState, effects: readonly Effect[]): void {
    for (const effect of effects) this.#note(effect);
    const level = this.#levelOf(state);
    if (level !== this.#level) {
      const { words, severity } = whyOf(state, effects);
      const reason = `${this.#level} → ${level}: ${words}`;
      this.#add({ severity, reasonCode: 'activityLevel', reason, provider: null });
      this.#level = level;
    }
    const work = workOf(level, state);
    if (work === this.#work) return;
    this.#work = work;
    this.#changed(work);
  }

  #note(effect: Effect): void {
    const warn = (reasonCode: NewEvent['reasonCode'], reason: string) =>
      this.#add({ severity: 'warning', reasonCode, reason, provider: null });
    if (effect.type === 'suspended') {
      warn(
        'takeBackSuspended',
        'Automatic take-back is suspended: three changeovers in ten minutes that nobody asked for',
      );
    } else if (effect.type === 'splitBrainResolved') {
      const stays = effect.survivor === 'self' ? 'this one stays' : 'the other one stays';
      warn('splitBrainResolved', `Both nodes were active for ${Math.round(effect.overlapMs)} ms; ${stays}`);
    } else if (effect.type === 'maintenanceOn') {
      warn('maintenanceStarted', `Maintenance: ${maintenanceWords(effect)}`);
    } else if (effect.type === 'maintenanceOff') {
      this.#add({ severity: 'info', reasonCode: 'maintenanceEnded', reason: maintenanceEnd(effect), provider: null });
    } else if (effect.type === 'stallNoticed') {
      warn('stalled', `This process stood still for ${Math.round(effect.gapMs)} ms`);
    }
  }
}

/** Rule 9: a Cold node is warmed before it is handed the work, and is Cold again if nothing comes of it. */
function workOf(level: ActivityLevel, { phase }: ActivityState): ActivityLevel {
  return level === 'Cold' && phase.kind === 'prepared' ? 'Warm' : level;
}

function whyOf(state: ActivityState, effects: readonly Effect[]): { words: string; severity: NewEvent['severity'] } {
  for (const effect of effects) {
    if (effect.type === 'activated') {
      const by = effect.reason?.requester == null ? '' : ` (${effect.reason.requester})`;
      const severity = alarming.includes(effect.cause) ? 'warning' : 'info';
      return { words: causes[effect.cause] + by, severity };
    }
    if (effect.type === 'deactivated') {
      const severity = effect.because === 'stalled' || effect.because === 'splitBrain' ? 'warning' : 'info';
      return { words: deactivations[effect.because], severity };
    }
  }
  if (state.peer?.level === 'Active') return { words: 'the other node is active', severity: 'info' };
  return { words: 'neither node is active yet, or the setting was changed', severity: 'info' };
}
