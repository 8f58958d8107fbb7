import type { RuntimeAlarm } from '#contract/runtime-alarms';
import { momentInWords } from '../ui/moment.ts';
import type { IconName } from '../ui/icon.ts';
import type { Tone } from '../ui/tone.ts';
import type { Draft } from './drafts/drafts.ts';
import { valueInWords } from './runtime-view.ts';

/** An alarm that somebody should see. */
export interface AlarmView {
  alarm: RuntimeAlarm;
  priority: string;
  icon: IconName;
  tone: Tone;
  /** "Tank 1/Level is above 70 %". */
  condition: string;
  /** "Active since 02:14:08 · not acknowledged". */
  state: string;
  open: boolean;
  draft: Draft | null;
}

const priorities = {
  high: { priority: 'High', icon: 'bad', tone: 'bad', rank: 0 },
  medium: { priority: 'Medium', icon: 'attention', tone: 'attention', rank: 1 },
  low: { priority: 'Low', icon: 'info', tone: 'unknown', rank: 2 },
} as const;

/** What is neither quiet nor put aside: first what is active and not acknowledged, then by priority. */
export function alarmsToShow(alarms: readonly RuntimeAlarm[]): RuntimeAlarm[] {
  return alarms.filter((alarm) => alarm.active || !alarm.acknowledged || alarm.shelvedUntilAt !== null).sort(byUrgency);
}

function byUrgency(one: RuntimeAlarm, other: RuntimeAlarm): number {
  return (
    urgency(one) - urgency(other) ||
    priorities[one.priority].rank - priorities[other.priority].rank ||
    (other.activeAt ?? 0) - (one.activeAt ?? 0)
  );
}

function urgency({ active, acknowledged, shelvedUntilAt }: RuntimeAlarm): number {
  if (shelvedUntilAt !== null) return 3;
  if (acknowledged) return 2;
  return active ? 0 : 1;
}

/** `clockOffsetMs`: clock of the node minus that of this browser. */
export function alarmView(alarm: RuntimeAlarm, clockOffsetMs: number, now: number): Omit<AlarmView, 'draft'> {
  const { tag, condition, limit, unit, acknowledged, occurrence } = alarm;
  const { priority, icon, tone } = priorities[alarm.priority];
  const moment = (at: number) => momentInWords(at - clockOffsetMs, now);
  return {
    ...{ alarm, priority, icon },
    tone: alarm.active ? tone : 'unknown',
    condition: `${tag} ${alarm.active ? 'is' : 'was'} ${condition} ${valueInWords(limit)}${unit === undefined ? '' : ` ${unit}`}`,
    state: [standing(alarm, moment), acknowledgement(alarm), shelving(alarm, moment)]
      .filter((part) => part !== null)
      .join(' · '),
    open: !acknowledged && occurrence !== null,
  };
}

function standing({ active, activeAt, clearedAt }: RuntimeAlarm, moment: (at: number) => string): string | null {
  if (active) return activeAt === null ? 'Active' : `Active since ${moment(activeAt)}`;
  return clearedAt === null ? null : `Over since ${moment(clearedAt)}`;
}

function acknowledgement({ occurrence, acknowledged, acknowledgedBy, comment }: RuntimeAlarm): string | null {
  if (occurrence === null) return null;
  if (!acknowledged) return 'not acknowledged';
  const by = acknowledgedBy === null ? 'acknowledged' : `acknowledged by ${acknowledgedBy}`;
  return comment === null ? by : `${by}: ${comment}`;
}

function shelving({ shelvedUntilAt, shelvedBy }: RuntimeAlarm, moment: (at: number) => string): string | null {
  if (shelvedUntilAt === null) return null;
  return `put aside until ${moment(shelvedUntilAt)}${shelvedBy === null ? '' : ` by ${shelvedBy}`}`;
}
