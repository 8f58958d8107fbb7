import type { SaveEffect } from '../../ui/form/settings-card.ts';
import type { ConfigDraft } from './config-draft.ts';
import { budgetFor } from './config-notes.ts';
import type { ConfigScene } from './config-scene.ts';
import { configList, exactSpan, type Setting } from './config-settings.ts';

/** What a save would do, one sentence for each changed setting. */
export function consequencesOf(saved: ConfigDraft, draft: ConfigDraft, scene: ConfigScene): SaveEffect[] {
  return configList.effects(saved, draft, (setting) => consequence(setting, draft, scene));
}

function consequence({ member }: Setting, draft: ConfigDraft, { name, other }: ConfigScene): string {
  const both = other === null || draft.role === 'Independent' ? 'at once' : 'at once, for both nodes';
  switch (member) {
    case 'role':
      return `${name} stops what it does and starts anew in this mode`;
    case 'host':
    case 'port':
      return draft.role === 'Backup' ? `${name} connects anew` : 'counts once this node is a Backup';
    case 'enableSsl':
      return sslConsequence(draft, name);
    case 'pingRate':
    case 'pingMaxMissed':
      return other === null ? 'at once' : `at once here, and on ${other.name} as soon as it has confirmed it`;
    case 'masterRecoveryMode':
    case 'useActiveUptimeToResolveConflict':
      return both;
    case 'joinWaitTime':
      return `at the next start of ${name}`;
    case 'activeHistoryLevel':
    case 'websocketTimeout':
    case 'httpConnectTimeout':
    case 'httpReadTimeout':
      return 'kept';
    default:
      return 'at once, on this node only';
  }
}

function sslConsequence({ role, gatewayNetworkSetup: { enableSsl } }: ConfigDraft, name: string): string {
  if (role === 'Backup') return `${name} connects anew`;
  if (role === 'Independent') return 'counts once this node has a partner';
  return enableSsl ? `${name} takes only links with SSL from now on` : `${name} takes links without SSL, too`;
}

export function changesMode(saved: ConfigDraft, draft: ConfigDraft): boolean {
  return saved.role !== draft.role;
}

function changesWay({ gatewayNetworkSetup: one }: ConfigDraft, { gatewayNetworkSetup: other }: ConfigDraft): boolean {
  return one.host !== other.host || one.port !== other.port || one.enableSsl !== other.enableSsl;
}

/** What the save means for the link and for who is active. Empty: nothing. */
export function linkConsequences(saved: ConfigDraft, draft: ConfigDraft, scene: ConfigScene): string[] {
  if (changesMode(saved, draft)) return [...dropped(scene), ...modeConsequences(draft, scene)];
  if (draft.role === 'Backup' && changesWay(saved, draft)) return [...dropped(scene), ...wayConsequences(draft, scene)];
  return [];
}

function dropped({ name, other, linked }: ConfigScene): string[] {
  if (other === null || linked !== true) return [];
  return [`This drops the link between ${name} and ${other.name}.`];
}

function wayConsequences(draft: ConfigDraft, scene: ConfigScene): string[] {
  const { name, other, active } = scene;
  const master = other?.name ?? 'the Master';
  const budget = budgetFor(draft, scene);
  const standby = active === name ? master : name;
  const within = budget === null ? 'the failover timeout' : exactSpan(budget.ms);
  const stays = active === null ? [] : [`${active} stays active.`];
  return [...stays, `If ${name} does not reach ${master} within ${within}, ${standby} becomes active as well.`];
}

function modeConsequences(draft: ConfigDraft, scene: ConfigScene): string[] {
  const { name, other, active, linked } = scene;
  if (draft.role === 'Independent') return alone(scene);
  const clash =
    other?.role === draft.role
      ? [`Two nodes in the mode ${draft.role} refuse each other: change ${other.name} too.`]
      : [];
  if (active === null) return ['Who is active afterwards is not known.', ...clash];
  if (other === null) return [`${name} stops working until it has a partner, or has waited for one.`, ...clash];
  if (active === name) {
    return linked === true
      ? [`${other.name} takes over first, if it can, and is active afterwards.`, ...clash]
      : [`${name} stops working until it reaches ${other.name} or has waited for it.`, ...clash];
  }
  return [`${active} stays active.`, ...clash];
}

function alone({ name, other, active }: ConfigScene): string[] {
  if (other === null) return [`${name} works on its own.`];
  if (active === null) return ['Who is active afterwards is not known.'];
  return [`Afterwards ${name} and ${other.name} both work, each on its own; nothing is copied between them.`];
}
