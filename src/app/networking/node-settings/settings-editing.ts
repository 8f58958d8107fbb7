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

/** What the gateway found wrong, each under the name that the page gives it. */
export function refusedInWords(errors: readonly { pointer: string; detail: string }[]): string {
  return errors
    .map(({ pointer, detail }) => {
      const found = settingsMembers.find((member) => pointer === `/${member}`);
      return `${found === undefined ? pointer : settingLabels[found]}: ${detail}`;
    })
    .join('; ');
}
