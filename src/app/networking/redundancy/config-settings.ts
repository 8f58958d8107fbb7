import type { Role } from '#contract/roles';
import { SettingList } from '../../ui/form/setting-list.ts';
import { spanInWords } from '../../ui/span.ts';
import {
  pointerOf,
  valueOf,
  withMember,
  type ConfigDraft,
  type FlagMember,
  type NumberMember,
  type TextMember,
} from './config-draft.ts';

/** One setting, as a person knows it. */
export type Setting = (
  | { kind: 'choice'; member: TextMember; options: readonly string[] }
  | { kind: 'text'; member: TextMember }
  | { kind: 'number' | 'duration'; member: NumberMember }
  | { kind: 'onOff'; member: FlagMember }
) & {
  label: string;
  /** Only this node's value counts, for both. */
  decidedBy?: Role;
};

export interface Section {
  title: string;
  settings: readonly Setting[];
}

/** In the order of the page. */
export const sections: readonly Section[] = [
  {
    title: 'Mode',
    settings: [
      { member: 'role', label: 'Mode', kind: 'choice', options: ['Independent', 'Master', 'Backup'] },
      { member: 'standbyActivityLevel', label: 'Standby Activity Level', kind: 'choice', options: ['Cold', 'Warm'] },
      {
        member: 'masterRecoveryMode',
        label: 'Recovery Mode',
        kind: 'choice',
        options: ['Automatic', 'Manual'],
        decidedBy: 'Master',
      },
      { member: 'activeHistoryLevel', label: 'History Level', kind: 'choice', options: ['Full', 'Partial'] },
      { member: 'joinWaitTime', label: 'Startup Connection Allowance', kind: 'duration' },
      {
        member: 'useActiveUptimeToResolveConflict',
        label: 'Use Active Uptime to Resolve Conflicts',
        kind: 'onOff',
        decidedBy: 'Master',
      },
    ],
  },
  {
    title: 'Failover timeout',
    settings: [
      { member: 'pingRate', label: 'Ping Rate', kind: 'duration', decidedBy: 'Backup' },
      { member: 'pingMaxMissed', label: 'Max Missed Pings', kind: 'number', decidedBy: 'Backup' },
      { member: 'pingTimeout', label: 'Ping Timeout', kind: 'duration' },
    ],
  },
  {
    title: 'Way to the Master',
    settings: [
      { member: 'host', label: 'Master Node Address', kind: 'text', decidedBy: 'Backup' },
      { member: 'port', label: 'Port', kind: 'number', decidedBy: 'Backup' },
      { member: 'enableSsl', label: 'Use SSL', kind: 'onOff' },
    ],
  },
  {
    title: 'Kept for scripts, without effect',
    settings: [
      { member: 'websocketTimeout', label: 'Websocket Timeout', kind: 'duration' },
      { member: 'httpConnectTimeout', label: 'HTTP Connect Timeout', kind: 'duration' },
      { member: 'httpReadTimeout', label: 'HTTP Read Timeout', kind: 'duration' },
    ],
  },
];

export const settings: readonly Setting[] = sections.flatMap((section) => section.settings);

/** Who decides it instead of a node of this mode; `null`: the node itself. */
export function deciderFor({ decidedBy }: Setting, mode: string): Role | null {
  return decidedBy === undefined || mode === 'Independent' || mode === decidedBy ? null : decidedBy;
}

/** The value as a person reads it in a sentence. */
export function settingInWords(draft: ConfigDraft, { member, kind }: Setting): string {
  const value = valueOf(draft, member);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (kind === 'duration' && typeof value === 'number') return exactSpan(value);
  return String(value ?? '') || 'empty';
}

export const configList = new SettingList<ConfigDraft, Setting>(settings, {
  labelOf: ({ label }) => label,
  pointerOf: ({ member }) => pointerOf(member),
  valueOf: (draft, { member }) => valueOf(draft, member),
  inWords: settingInWords,
  copied: ({ member }, from, to) => withMember(member, from, to),
});

/** The draft with the saved value of whatever the other node decides: only what shows in the form is saved. */
export function ownPart(draft: ConfigDraft, saved: ConfigDraft): ConfigDraft {
  return settings
    .filter((setting) => deciderFor(setting, draft.role) !== null)
    .reduce((result, { member }) => withMember(member, saved, result), draft);
}

/** Words where they are exact, else milliseconds: a change of 1500 ms to 1600 ms must show. */
export function exactSpan(ms: number): string {
  const isWhole = ms % 1000 === 0 && (ms < 60_000 || ms % 60_000 === 0);
  return ms < 1000 || isWhole ? spanInWords(ms) : `${ms} ms`;
}
