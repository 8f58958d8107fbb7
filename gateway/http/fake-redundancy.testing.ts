import type { Heartbeat } from '#contract/heartbeat';
import type { Provider } from '#contract/providers';
import { type RedundancyConfig, defaultRedundancyConfig } from '#contract/redundancy-config';
import type { RedundancyStatus, RelayedStatus, UnderstudyStatus } from '#contract/redundancy-status';
import type { RuntimeNodes } from '#contract/runtime-nodes';
import type { Redundancy, Requester } from '../redundancy/redundancy.ts';
import { FakeOrders } from './fake-orders.testing.ts';

/** Everything by which the other node could be found. Nothing open may contain any of it. */
export const peerTraces = ['Backup-B', 'b.plant.example', '10.99.0.12', '18061'];

/** A Master with a Backup in sync. Notes what it is asked to do. */
export class FakeRedundancy implements Redundancy {
  readonly actions = new FakeOrders();
  readonly asked = this.actions.asked;
  activityLevel: RedundancyStatus['activityLevel'] = 'Active';
  peerWasHeard = true;
  /** `null`: there is no link. */
  isConfidential: boolean | null = true;
  #config: RedundancyConfig = {
    ...defaultRedundancyConfig,
    role: 'Master',
    gatewayNetworkSetup: { ...defaultRedundancyConfig.gatewayNetworkSetup, host: 'b.plant.example', port: 18061 },
  };

  status(): RedundancyStatus {
    return {
      role: 'Master',
      projectState: 'Good',
      activityLevel: this.activityLevel,
      localId: '10.0.0.11',
      peerId: '10.99.0.12',
      peerConnected: true,
      hasConfigAccess: true,
      syncPending: false,
      failoverPending: false,
      uptime: 1000,
      lastSyncTimestamp: 5,
      understudy: { ...understudy, peer: { ...peer, confidential: this.isConfidential } },
    };
  }

  peer(): RelayedStatus | null {
    if (!this.peerWasHeard) return null;
    const other = {
      ...peer,
      nodeId: 'node-a',
      name: 'Master-A',
      role: 'Master' as const,
      activityLevel: 'Active' as const,
    };
    const own = { ...understudy, peer: other, nodeId: 'node-b', name: 'Backup-B', activeSinceAt: null, epoch: null };
    const status = { ...this.status(), role: 'Backup' as const, activityLevel: 'Warm' as const };
    return { status: { ...status, understudy: own }, measuredAt: 5, ageMs: 12 };
  }

  config(): RedundancyConfig {
    return this.#config;
  }

  pinnedConfig(): Record<string, string> {
    return {};
  }

  async changeConfig(config: RedundancyConfig, requester: Requester): Promise<RedundancyConfig> {
    this.asked.push(['changeConfig', requester]);
    this.#config = config;
    return config;
  }

  providers(): Provider[] {
    return [provider];
  }

  heartbeat(): Heartbeat {
    const runningState = this.activityLevel === 'Active' ? 'Running' : 'Standby';
    return { nodeId: 'node-a', pairId: 'pair', runningState, epoch: null, publicAddress: 'a.plant.example' };
  }

  runtimeNodes(scheme: 'http' | 'https'): RuntimeNodes {
    const a = { nodeId: 'node-a', name: 'Master-A', role: 'Master' as const };
    return { pairId: 'pair', nodes: [{ ...a, probeAddresses: [`${scheme}://10.0.0.11:8088`], destination: null }] };
  }

  master(): null {
    return null;
  }
}

const provider: Provider = {
  id: 'tag-config-resource',
  name: 'Tag config resources',
  kind: 'config',
  direction: 'sends',
  lastPullAt: 5,
  lastPullMs: 2,
  lastApplyMs: 1,
  fullSyncNeeded: false,
  restartRequired: false,
  lastError: null,
  pending: 3,
  queuedPerSec: 0.5,
  dispatchedPerSec: 0.25,
};

const peer = {
  nodeId: 'node-b',
  name: 'Backup-B',
  role: 'Backup' as const,
  version: '0.1.0',
  activityLevel: 'Warm' as const,
  address: '10.99.0.12:18061',
  connected: true,
  connectedAt: 1,
  lostAt: null,
  lostBecause: null,
  lastError: null,
  canActivate: true,
  blockers: [],
  roundTripMs: 1,
  missedPings: 0,
  clockOffsetMs: 0,
  measuredAt: 5,
};

const understudy: UnderstudyStatus = {
  nodeId: 'node-a',
  pairId: 'pair',
  name: 'Master-A',
  systemName: 'Water works',
  version: '0.1.0',
  activeSinceAt: 1,
  epoch: { number: 3, nodeId: 'node-a' },
  authority: 'confirmed',
  clock: { at: 5 },
  peer,
  sync: { state: 'done', lastGoodAt: 5 },
  budget: { pingRateMs: 1000, pingMaxMissed: 10, budgetMs: 10_000 },
  timers: [],
  blockers: [],
  canActivate: true,
  takeBack: 'automatic',
  recentChangeovers: 0,
};
