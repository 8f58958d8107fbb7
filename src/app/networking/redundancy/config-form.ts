import type { WritableSignal } from '@angular/core';
import {
  disabled,
  form,
  validateStandardSchema,
  validateTree,
  type FieldTree,
  type ReadonlyFieldTree,
  type SchemaPathTree,
} from '@angular/forms/signals';
import { redundancyConfig } from '#contract/redundancy-config';
import type { Rejection } from '../../gateways/edited.ts';
import {
  isNetworkMember,
  pointerOf,
  valueOf,
  type ConfigDraft,
  type ConfigMember,
  type FlagMember,
  type NumberMember,
  type TextMember,
} from './config-draft.ts';
import { settings } from './config-settings.ts';

/** Read each time the form validates. */
export interface ConfigRules {
  /** Why a setting cannot be edited here. */
  disabledBecause: (member: ConfigMember) => string | null;
  rejection: () => Rejection<ConfigDraft> | null;
}

/** The fields of the page by their members, whether of texts, numbers or check boxes. */
export type ConfigFields = Record<TextMember, FieldTree<string>> &
  Record<NumberMember, FieldTree<number | null>> &
  Record<FlagMember, FieldTree<boolean>>;

export function fieldsOf(tree: FieldTree<ConfigDraft>): ConfigFields {
  const { role, standbyActivityLevel, masterRecoveryMode, activeHistoryLevel, joinWaitTime } = tree;
  const { useActiveUptimeToResolveConflict, gatewayNetworkSetup: network } = tree;
  const { host, port, enableSsl, pingRate, pingTimeout, pingMaxMissed } = network;
  const { websocketTimeout, httpConnectTimeout, httpReadTimeout } = network;
  return {
    ...{ role, standbyActivityLevel, masterRecoveryMode, activeHistoryLevel, joinWaitTime },
    ...{ useActiveUptimeToResolveConflict, host, port, enableSsl, pingRate, pingTimeout, pingMaxMissed },
    ...{ websocketTimeout, httpConnectTimeout, httpReadTimeout },
  };
}

/** The form over a draft: the gateway's own schema, and what the gateway said of the values that it was sent. */
export function configForm(draft: WritableSignal<ConfigDraft>, rules: ConfigRules): FieldTree<ConfigDraft> {
  return form(draft, (path) => {
    validateStandardSchema(path, () => redundancyConfig);
    validateTree(path, (field) => {
      const rejection = rules.rejection();
      if (rejection === null) return [];
      const tree = field.fieldTreeOf(path);
      return settings
        .filter(({ member }) => valueOf(field.value(), member) === valueOf(rejection.rejected, member))
        .flatMap(({ member }) => {
          const errors = rejection.errors.filter(({ pointer }) => pointer === pointerOf(member));
          return errors.map(({ detail }) => ({ kind: 'gateway', message: detail, fieldTree: placeOf(tree, member) }));
        });
    });
    disableSome(path, rules);
  });
}

function placeOf(tree: ReadonlyFieldTree<ConfigDraft>, member: ConfigMember) {
  return isNetworkMember(member) ? tree.gatewayNetworkSetup[member] : tree[member];
}

function disableSome(path: SchemaPathTree<ConfigDraft>, rules: ConfigRules): void {
  const because = (member: ConfigMember) => ({ when: () => rules.disabledBecause(member) ?? false });
  const network = path.gatewayNetworkSetup;
  disabled(path.role, because('role'));
  disabled(path.standbyActivityLevel, because('standbyActivityLevel'));
  disabled(path.masterRecoveryMode, because('masterRecoveryMode'));
  disabled(path.activeHistoryLevel, because('activeHistoryLevel'));
  disabled(path.joinWaitTime, because('joinWaitTime'));
  disabled(path.useActiveUptimeToResolveConflict, because('useActiveUptimeToResolveConflict'));
  disabled(network.host, because('host'));
  disabled(network.port, because('port'));
  disabled(network.enableSsl, because('enableSsl'));
  disabled(network.pingRate, because('pingRate'));
  disabled(network.pingTimeout, because('pingTimeout'));
  disabled(network.pingMaxMissed, because('pingMaxMissed'));
  disabled(network.websocketTimeout, because('websocketTimeout'));
  disabled(network.httpConnectTimeout, because('httpConnectTimeout'));
  disabled(network.httpReadTimeout, because('httpReadTimeout'));
}
