import type { NodeSettings, NodeSettingsView } from '#contract/node-settings';
import type { SettingsNode } from './settings-node.ts';

export function someSettings(overrides: Partial<NodeSettings> = {}): NodeSettings {
  return {
    nodeName: 'A',
    systemName: 'Water works',
    serverLanguage: 'en',
    httpPort: 8088,
    httpsPort: 8060,
    autoDetectHttpAddress: true,
    publicAddress: '',
    ...overrides,
  };
}

export function someView(overrides: Partial<NodeSettingsView> = {}): NodeSettingsView {
  return {
    saved: someSettings(),
    running: { httpPort: 8088, httpsPort: 8060 },
    pinned: {},
    effectiveAddress: { address: 'pump-a:8088', source: 'hostName' },
    restartNeeded: false,
    systemNameEditable: true,
    ...overrides,
  };
}

export function someNode(overrides: Partial<SettingsNode> = {}): SettingsNode {
  return { nodeId: 'id-a', name: 'A', role: 'Master', here: true, otherName: 'B', ...overrides };
}
