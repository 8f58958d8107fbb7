import type { NodeSettingsView } from '#contract/node-settings';
import { destinationSentence, emptyAddressHint } from './address-sentences.ts';
import type { SettingsDraft, SettingsMember } from './settings-draft.ts';
import type { SettingsNode } from './settings-node.ts';

export type SettingsNotes = Record<SettingsMember, readonly string[]>;

/** What stands under each field besides its error. */
export function settingsNotes(view: NodeSettingsView, draft: SettingsDraft, node: SettingsNode): SettingsNotes {
  const notes = (member: SettingsMember, ...lines: (string | null)[]) =>
    [pinNote(view, member), ...lines].filter((line) => line !== null);
  return {
    nodeName: notes('nodeName', 'The name of this node. Not replicated.'),
    systemName: notes('systemName', systemNameNote(view, node)),
    serverLanguage: notes('serverLanguage', 'The language in which this gateway writes. Not replicated.'),
    httpPort: notes('httpPort', runningNote(view, 'httpPort')),
    httpsPort: notes('httpsPort', runningNote(view, 'httpsPort')),
    autoDetectHttpAddress: notes(
      'autoDetectHttpAddress',
      'Announces the host name of this machine, to be used where there is no public address.',
    ),
    publicAddress: notes('publicAddress', ...addressNotes(view, draft, node)),
  };
}

function addressNotes(view: NodeSettingsView, draft: SettingsDraft, node: SettingsNode): (string | null)[] {
  if (node.role === 'Independent') return ['Used once this gateway has a partner, whose operators are sent there.'];
  return [emptyAddressHint(view, draft), destinationSentence(view, draft, node.otherName)];
}

function pinNote(view: NodeSettingsView, member: SettingsMember): string | null {
  const flag = view.pinned[member];
  return flag === undefined ? null : `Set by ${flag}.`;
}

function systemNameNote(view: NodeSettingsView, node: SettingsNode): string {
  // A flag may pin it on the Master too.
  if (view.systemNameEditable || view.pinned['systemName'] !== undefined)
    return 'The name of the pair, the same on both nodes.';
  return `The name of the pair: edited on the Master${node.otherName === null ? '' : ` ${node.otherName}`}.`;
}

function runningNote(view: NodeSettingsView, port: 'httpPort' | 'httpsPort'): string | null {
  const saved = view.saved[port];
  const running = view.running[port];
  if (saved === running) return null;
  // What a flag pins stays, whatever is saved.
  const until = view.pinned[port] === undefined ? ' until this gateway is restarted' : '';
  return `Saved ${saved}, running on ${running}${until}.`;
}
