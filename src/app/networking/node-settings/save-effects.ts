import type { NodeSettingsView } from '#contract/node-settings';
import type { SaveEffect } from '../../ui/form/settings-card.ts';
import type { SettingsDraft, SettingsMember } from './settings-draft.ts';
import { settingList } from './setting-words.ts';

/** What saving would do, one sentence for each changed setting. */
export function saveEffects(view: NodeSettingsView, draft: SettingsDraft): SaveEffect[] {
  return settingList.effects(view.saved, draft, (member) => consequence(view, draft, member));
}

function consequence({ running }: NodeSettingsView, draft: SettingsDraft, member: SettingsMember): string {
  switch (member) {
    case 'httpPort':
    case 'httpsPort':
      return draft[member] === running[member]
        ? 'the port it runs on: no restart needed'
        : `needs a restart of this gateway; until then it stays on ${running[member]}`;
    case 'systemName':
      return 'at once, on both nodes';
    default:
      return 'at once, on this node only';
  }
}
