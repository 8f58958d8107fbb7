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
  const result = { ...theirs };
  for (const member of changedMembers(base, draft)) copyMember(member, draft, result);
  return result;
}

function copyMember<M extends SettingsMember>(member: M, from: SettingsDraft, to: SettingsDraft): void {
  to[member] = from[member];
}
