import type { WritableSignal } from '@angular/core';
import { disabled, form, readonly, validateStandardSchema, validateTree, type FieldTree } from '@angular/forms/signals';
import { nodeSettings } from '#contract/node-settings';
import type { Rejection } from '../../gateways/edited.ts';
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
      return settingsMembers
        .filter((member) => field.value()[member] === rejection.rejected[member])
        .flatMap((member) => {
          const errors = rejection.errors.filter(({ pointer }) => pointer === `/${member}`);
          const fieldTree = field.fieldTreeOf(path)[member];
          return errors.map(({ detail }) => ({ kind: 'gateway', message: detail, fieldTree }));
        });
    });
    const because = (member: SettingsMember) => ({ when: () => rules.disabledBecause(member) ?? false });
    disabled(path.nodeName, because('nodeName'));
    disabled(path.systemName, because('systemName'));
    disabled(path.serverLanguage, because('serverLanguage'));
    disabled(path.httpPort, because('httpPort'));
    disabled(path.httpsPort, because('httpsPort'));
    disabled(path.autoDetectHttpAddress, because('autoDetectHttpAddress'));
    disabled(path.publicAddress, because('publicAddress'));
    readonly(path.systemName, { when: () => !rules.systemNameEditable() });
  });
}
