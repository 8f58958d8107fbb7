import type { WritableSignal } from '@angular/core';
import { disabled, form, readonly, validateStandardSchema, validateTree, type FieldTree } from '@angular/forms/signals';
import { nodeSettings } from '#contract/node-settings';
import type { Rejection } from '../../gateways/edited.ts';
import { settingList } from './setting-words.ts';
import { settingsMembers, type SettingsDraft, type SettingsMember } from './settings-draft.ts';

/** Read each time the form validates. */
export interface SettingsRules {
  /** Why a setting cannot be edited here. */
  disabledBecause: (member: SettingsMember) => string | null;
  systemNameEditable: () => boolean;
  rejection: () => Rejection<SettingsDraft> | null;
}

/** The form over a draft: the gateway's own schema, and what the gateway said of the values that it was sent. */
export function settingsForm(draft: WritableSignal<SettingsDraft>, rules: SettingsRules): FieldTree<SettingsDraft> {
  return form(draft, (path) => {
    validateStandardSchema(path, () => nodeSettings);
    validateTree(path, (field) => {
      const rejection = rules.rejection();
      if (rejection === null) return [];
      const tree = field.fieldTreeOf(path);
      return settingList
        .refusals(field.value(), rejection)
        .map(({ setting, detail }) => ({ kind: 'gateway', message: detail, fieldTree: tree[setting] }));
    });
    const because = (member: SettingsMember) => ({ when: () => rules.disabledBecause(member) ?? false });
    for (const member of settingsMembers) disabled<SettingsDraft[SettingsMember]>(path[member], because(member));
    readonly(path.systemName, { when: () => !rules.systemNameEditable() });
  });
}
