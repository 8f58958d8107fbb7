import { defaultRedundancyConfig, type GatewayNetworkSetup, type RedundancyConfig } from '#contract/redundancy-config';
import type { ConfigScene } from './config-scene.ts';

type Overrides = Partial<RedundancyConfig> & { network?: Partial<GatewayNetworkSetup> };

/** The settings of a Master, with overrides. */
export function someConfig({ network, ...own }: Overrides = {}): RedundancyConfig {
  const gatewayNetworkSetup = { ...defaultRedundancyConfig.gatewayNetworkSetup, ...network };
  return { ...defaultRedundancyConfig, role: 'Master', ...own, gatewayNetworkSetup };
}

export function someBackupConfig({ network, ...own }: Overrides = {}): RedundancyConfig {
  return someConfig({ role: 'Backup', ...own, network: { host: 'pump-a', ...network } });
}

/** B, a Backup that is linked with the active Master A. */
export function sceneOfB(overrides: Partial<ConfigScene> = {}): ConfigScene {
  return {
    nodeId: 'B',
    name: 'B',
    role: 'Backup',
    here: false,
    other: { name: 'A', role: 'Master', config: someConfig() },
    active: 'A',
    linked: true,
    roundTripMs: 1,
    ...overrides,
  };
}

/** A, the active Master. */
export function sceneOfA(overrides: Partial<ConfigScene> = {}): ConfigScene {
  const other = { name: 'B', role: 'Backup' as const, config: someBackupConfig() };
  return { ...sceneOfB(), nodeId: 'A', name: 'A', role: 'Master', here: true, other, ...overrides };
}
