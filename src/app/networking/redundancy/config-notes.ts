import { spanInWords } from '../../ui/span.ts';
import { pointerOf, type ConfigDraft, type ConfigMember } from './config-draft.ts';
import type { ConfigScene } from './config-scene.ts';
import { deciderFor, exactSpan, settingInWords, type Setting } from './config-settings.ts';

const explained: Partial<Record<ConfigMember, string>> = {
  role: 'Changed by a person only; a failover never changes it.',
  standbyActivityLevel:
    'Warm: devices are connected, the node takes over at once. Cold: they are connected when it takes over.',
  masterRecoveryMode: 'Automatic: the Master takes its work back by itself. Manual: it waits for a person.',
  activeHistoryLevel: 'Kept for later: this version records no history yet.',
  joinWaitTime: 'How long this node waits for the other one when it starts, before it works alone.',
  useActiveUptimeToResolveConflict:
    'If both were active: on keeps the one that was active for longer, off keeps the Master.',
  pingTimeout: 'After this time the status page counts a ping as missed. It does not decide over a failover.',
  host: 'Host name or address of the Master, without a port.',
  port: 'HTTPS port of the Master; its HTTP port without SSL.',
  enableSsl: 'On the Backup: how it connects. On the Master: whether it takes links with SSL only.',
  websocketTimeout: 'Not used: every deadline follows from the failover timeout.',
};

/** What stands under a field besides its error. */
export function notesOf({ member }: Setting, pinned: Readonly<Record<string, string>>): string[] {
  const flag = pinned[pointerOf(member)];
  return [flag === undefined ? null : `Set by ${flag}.`, explained[member] ?? null].filter((note) => note !== null);
}

/** What may be saved, but should be thought over. */
export function warningOf({ member }: Setting, draft: ConfigDraft, scene: ConfigScene): string | null {
  const { pingTimeout, host, enableSsl } = draft.gatewayNetworkSetup;
  const pingRate = deciding(draft, scene)?.pingRate ?? null;
  const backup = draft.role === 'Backup';
  switch (member) {
    case 'joinWaitTime':
      return allowanceWarning(draft, scene);
    case 'pingTimeout':
      if (pingTimeout === null || pingRate === null || pingTimeout <= pingRate) return null;
      return `Longer than the ping rate of ${exactSpan(pingRate)}: pings are counted as missed late.`;
    case 'host':
      return backup && host === '' ? 'Without it this node connects to nobody.' : null;
    case 'enableSsl':
      return enableSsl ? null : plainWarning(draft, scene);
    default:
      return null;
  }
}

function plainWarning({ role }: ConfigDraft, { other }: ConfigScene): string | null {
  if (role === 'Independent') return null;
  const lost = 'Without SSL users, passwords and modules are not sent to the Backup.';
  const isRefused = role === 'Backup' && other?.config?.gatewayNetworkSetup.enableSsl === true;
  return isRefused ? `${other.name} takes links with SSL only: switch Use SSL off there first. ${lost}` : lost;
}

function allowanceWarning(draft: ConfigDraft, scene: ConfigScene): string | null {
  const budget = budgetFor(draft, scene);
  const allowance = draft.joinWaitTime;
  if (budget === null || allowance === null || allowance >= budget.ms || draft.role === 'Independent') return null;
  return `Less than the failover timeout: once the two were linked, it waits ${exactSpan(budget.ms)} anyway.`;
}

/** The ping settings that count: of the Backup, if there is one. */
function deciding(draft: ConfigDraft, { other }: ConfigScene): ConfigDraft['gatewayNetworkSetup'] | undefined {
  return draft.role === 'Master' ? other?.config?.gatewayNetworkSetup : draft.gatewayNetworkSetup;
}

/** Ping rate × missed pings, by whoever decides it; `null`: not known, or typed wrongly. */
export function budgetFor(draft: ConfigDraft, scene: ConfigScene): { ms: number; words: string } | null {
  const network = deciding(draft, scene);
  if (network?.pingRate == null || network.pingMaxMissed == null) return null;
  const ms = network.pingRate * network.pingMaxMissed;
  return { ms, words: `${exactSpan(ms)} (${network.pingMaxMissed} pings, one every ${exactSpan(network.pingRate)})` };
}

/** The budget beside what was measured. */
export function budgetSentences(draft: ConfigDraft, scene: ConfigScene): string[] {
  const budget = budgetFor(draft, scene);
  if (budget === null) return [];
  const round = scene.roundTripMs;
  const measured =
    round === null
      ? 'The round trip is not measured now.'
      : `A ping and its answer take ${round <= 1 ? 'at most 1 ms' : spanInWords(round)} now.`;
  const tight =
    round !== null && budget.ms < 10 * round
      ? ['That is little room: a slow moment of the network may cause a failover.']
      : [];
  return [`A node that says nothing for ${budget.words} counts as gone. ${measured}`, ...tight];
}

/** `decided on A: Automatic`; `null`: this node decides. */
export function decidedElsewhere(setting: Setting, draft: ConfigDraft, { other }: ConfigScene): string | null {
  const decider = deciderFor(setting, draft.role);
  if (decider === null) return null;
  const where = other?.role === decider ? other.name : `the ${decider}`;
  const value = other?.role === decider && other.config !== null ? `: ${settingInWords(other.config, setting)}` : '';
  return `decided on ${where}${value}`;
}
