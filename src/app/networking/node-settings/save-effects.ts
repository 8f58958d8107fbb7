import type { NodeSettingsView } from '#contract/node-settings';
import type { SaveEffect } from '../../ui/form/settings-card.ts';
import { changedMembers, type SettingsDraft, type SettingsMember } from './settings-draft.ts';
import { settingInWords, settingLabels } from './setting-words.ts';

/** What saving would do, one sentence for each changed setting. */
export function saveEffects(view: NodeSettingsView, draft: SettingsDraft): SaveEffect[] {
  return changedMembers(view.saved, draft).map((member) => ({
    change: changeInWords(view.saved, draft, member),
    consequence: consequence(view, draft, member),
  }));
}

export function changeInWords(from: SettingsDraft, to: SettingsDraft, member: SettingsMember): string {
  return `${settingLabels[member]}: ${settingInWords(from, member)} → ${settingInWords(to, member)}`;
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
