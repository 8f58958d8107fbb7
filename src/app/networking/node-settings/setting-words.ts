import type { NodeSettings } from '#contract/node-settings';
import { SettingList } from '../../ui/form/setting-list.ts';
import { settingsMembers, type SettingsDraft, type SettingsMember } from './settings-draft.ts';

export const settingLabels: Record<SettingsMember, string> = {
  nodeName: 'Node Name',
  systemName: 'System Name',
  serverLanguage: 'Server Language',
  httpPort: 'HTTP Port',
  httpsPort: 'HTTPS Port',
  autoDetectHttpAddress: 'Auto Detect HTTP Address',
  publicAddress: 'Public Address',
};

export const languages: Record<NodeSettings['serverLanguage'], string> = { en: 'English' };

/** A value as a person reads it in a sentence. */
function settingInWords(settings: SettingsDraft, member: SettingsMember): string {
  switch (member) {
    case 'autoDetectHttpAddress':
      return settings.autoDetectHttpAddress ? 'on' : 'off';
    case 'serverLanguage':
      return languages[settings.serverLanguage];
    default:
      return String(settings[member] ?? '') || 'empty';
  }
}

export const settingList = new SettingList<SettingsDraft, SettingsMember>(settingsMembers, {
  labelOf: (member) => settingLabels[member],
  pointerOf: (member) => `/${member}`,
  valueOf: (draft, member) => draft[member],
  inWords: settingInWords,
  copied: (member, from, to) => ({ ...to, [member]: from[member] }),
});
