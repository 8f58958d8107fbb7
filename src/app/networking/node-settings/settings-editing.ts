import type { NodeSettingsView } from '#contract/node-settings';
import type { Editing } from '../../gateways/edited.ts';
import { changeInWords } from './save-effects.ts';
import { settingLabels } from './setting-words.ts';
import { changedMembers, rebased, settingsMembers, type SettingsDraft } from './settings-draft.ts';

export const settingsEditing: Editing<NodeSettingsView, SettingsDraft> = {
  draftOf: ({ saved }) => saved,
  changes: (from, to) => changedMembers(from, to).map((member) => changeInWords(from, to, member)),
  rebased,
};

/** The name that the page gives what a JSON pointer names. */
export function labelOf(pointer: string): string | undefined {
  const found = settingsMembers.find((member) => pointer === `/${member}`);
  return found && settingLabels[found];
}
