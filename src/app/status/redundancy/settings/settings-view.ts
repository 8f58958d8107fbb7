import type { RedundancyConfig } from '#contract/redundancy-config';
import type { Role } from '#contract/roles';
import { spanInWords } from '../../../ui/span.ts';

/** One setting and its value on each node, in the order of the nodes. */
export interface SettingRow {
  label: string;
  values: readonly string[];
}

interface Setting {
  label: string;
  value: (config: RedundancyConfig) => string;
  /** The node whose value counts for both. */
  decidedBy?: Role;
}

const onOff = (on: boolean) => (on ? 'On' : 'Off');
const or = (text: string, empty: string) => (text === '' ? empty : text);

const settings: readonly Setting[] = [
  { label: 'Mode', value: (config) => config.role },
  { label: 'Standby Activity Level', value: (config) => config.standbyActivityLevel },
  { label: 'Recovery Mode', value: (config) => config.masterRecoveryMode, decidedBy: 'Master' },
  { label: 'History Level (without effect)', value: (config) => config.activeHistoryLevel },
  { label: 'Failover timeout', value: ({ gatewayNetworkSetup: net }) => budget(net), decidedBy: 'Backup' },
  { label: 'Startup Connection Allowance', value: (config) => spanInWords(config.joinWaitTime) },
  {
    label: 'Use Active Uptime to Resolve Conflicts',
    value: (config) => onOff(config.useActiveUptimeToResolveConflict),
    decidedBy: 'Master',
  },
  { label: 'Master Node Address', value: ({ gatewayNetworkSetup: net }) => or(net.host, 'none') },
  { label: 'Port', value: ({ gatewayNetworkSetup: net }) => String(net.port) },
  { label: 'Use SSL', value: ({ gatewayNetworkSetup: net }) => onOff(net.enableSsl) },
  { label: 'Ping Timeout', value: ({ gatewayNetworkSetup: net }) => spanInWords(net.pingTimeout) },
  {
    label: 'Websocket Timeout (without effect)',
    value: ({ gatewayNetworkSetup: net }) => spanInWords(net.websocketTimeout),
  },
  {
    label: 'HTTP Connect Timeout (without effect)',
    value: ({ gatewayNetworkSetup: net }) => spanInWords(net.httpConnectTimeout),
  },
  {
    label: 'HTTP Read Timeout (without effect)',
    value: ({ gatewayNetworkSetup: net }) => spanInWords(net.httpReadTimeout),
  },
];

function budget({ pingRate, pingMaxMissed }: RedundancyConfig['gatewayNetworkSetup']): string {
  return `${spanInWords(pingRate * pingMaxMissed)} (${pingMaxMissed} pings, one every ${spanInWords(pingRate)})`;
}

/** The nodes side by side; `config` is `null` where it could not be read. */
export function settingRows(
  nodes: readonly { name: string; role: Role; config: RedundancyConfig | null }[],
): SettingRow[] {
  return settings.map(({ label, value, decidedBy }) => {
    const decider = nodes.find((node) => node.role === decidedBy);
    const values = nodes.map(({ role, config }) => {
      if (config === null) return 'unknown';
      return decider === undefined || role === decidedBy ? value(config) : `decided on ${decider.name}`;
    });
    return { label, values };
  });
}
