import type { NodeSettings } from '#contract/node-settings';

export type SettingsMember = keyof NodeSettings;

/** What stands in the form: a port is `null` while its field is empty. */
export type SettingsDraft = Omit<NodeSettings, 'httpPort' | 'httpsPort'> & {
  httpPort: number | null;
  httpsPort: number | null;
};

/** In the order of the page. */
export const settingsMembers: readonly SettingsMember[] = [
  'nodeName',
  'systemName',
  'serverLanguage',
  'httpPort',
  'httpsPort',
  'autoDetectHttpAddress',
  'publicAddress',
];

export function changedMembers(from: SettingsDraft, to: SettingsDraft): SettingsMember[] {
  return settingsMembers.filter((member) => from[member] !== to[member]);
}

/** The draft on top of other saved settings: what was typed stays, what was not becomes theirs. */
export function rebased(draft: SettingsDraft, base: SettingsDraft, theirs: SettingsDraft): SettingsDraft {
  const typed = changedMembers(base, draft).map((member) => [member, draft[member]]);
  return { ...theirs, ...Object.fromEntries(typed) };
}
