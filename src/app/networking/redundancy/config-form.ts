import type { WritableSignal } from '@angular/core';
import { disabled, form, validateStandardSchema, validateTree, type FieldTree } from '@angular/forms/signals';
import { redundancyConfig } from '#contract/redundancy-config';
import type { Rejection } from '../../gateways/edited.ts';
import {
  isNetworkMember,
  type ConfigDraft,
  type ConfigMember,
  type ConfigValue,
  type FlagMember,
  type NumberMember,
  type TextMember,
} from './config-draft.ts';
import { configList, settings } from './config-settings.ts';

/** Read each time the form validates. */
export interface ConfigRules {
  /** Why a setting cannot be edited here. */
  disabledBecause: (member: ConfigMember) => string | null;
  rejection: () => Rejection<ConfigDraft> | null;
}

type ConfigField = FieldTree<string> | FieldTree<number | null> | FieldTree<boolean>;

/** The field of a setting, which holds a text, a number or a yes or no. */
export function fieldOf(tree: FieldTree<ConfigDraft>, member: TextMember): FieldTree<string>;
export function fieldOf(tree: FieldTree<ConfigDraft>, member: NumberMember): FieldTree<number | null>;
export function fieldOf(tree: FieldTree<ConfigDraft>, member: FlagMember): FieldTree<boolean>;
export function fieldOf(tree: FieldTree<ConfigDraft>, member: ConfigMember): ConfigField {
  return isNetworkMember(member) ? tree.gatewayNetworkSetup[member] : tree[member];
}

/** The form over a draft: the gateway's own schema, and what the gateway said of the values that it was sent. */
export function configForm(draft: WritableSignal<ConfigDraft>, rules: ConfigRules): FieldTree<ConfigDraft> {
  return form(draft, (path) => {
    validateStandardSchema(path, () => redundancyConfig);
    validateTree(path, (field) => {
      const rejection = rules.rejection();
      if (rejection === null) return [];
      const tree = field.fieldTreeOf(path);
      return configList.refusals(field.value(), rejection).map(({ setting: { member }, detail }) => {
        const fieldTree = isNetworkMember(member) ? tree.gatewayNetworkSetup[member] : tree[member];
        return { kind: 'gateway', message: detail, fieldTree };
      });
    });
    for (const { member } of settings) {
      const at = isNetworkMember(member) ? path.gatewayNetworkSetup[member] : path[member];
      disabled<ConfigValue>(at, { when: () => rules.disabledBecause(member) ?? false });
    }
  });
}
