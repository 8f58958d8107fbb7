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
