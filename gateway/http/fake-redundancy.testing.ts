import type { FailoverResult, GwactionPreflight, RefusalCode } from '#contract/gwaction';
import type { Heartbeat } from '#contract/heartbeat';
import type { Provider } from '#contract/providers';
import { type RedundancyConfig, defaultRedundancyConfig } from '#contract/redundancy-config';
import type { RedundancyStatus, RelayedStatus } from '#contract/redundancy-status';
import type { RuntimeNodes } from '#contract/runtime-nodes';
import type { ActionResult, Redundancy, Requester } from '../redundancy/redundancy.ts';

/** Everything by which the other node could be found. Nothing open may contain any of it. */
export const peerTraces = ['Backup-B', 'b.plant.example', '10.99.0.12', '18061'];

/** A Master with a Backup in sync. Notes what it is asked to do. */
export class FakeRedundancy implements Redundancy {
  readonly asked: unknown[] = [];
  refusals: RefusalCode[] = [];
  activityLevel: RedundancyStatus['activityLevel'] = 'Active';
  peerWasHeard = true;
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
      understudy,
    };
  }

  peer(): RelayedStatus | null {
    if (!this.peerWasHeard) return null;
    return { status: { ...this.status(), role: 'Backup', activityLevel: 'Warm' }, measuredAt: 5, ageMs: 12 };
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

  preflight(): GwactionPreflight {
    const preflight = { possible: true, refusals: [], targetName: 'Backup-B' };
    return { failover: preflight, resync: preflight };
  }

  async failover(requester: Requester, comment: string): Promise<ActionResult<FailoverResult>> {
    this.asked.push(['failover', requester, comment]);
    return this.#answer({ from: 'Master-A', to: 'Backup-B', gapMs: 3 });
  }

  async resync(requester: Requester): Promise<ActionResult<{ target: string }>> {
    this.asked.push(['resync', requester]);
    return this.#answer({ target: 'Backup-B' });
  }

  resumeTakeBack(requester: Requester): ActionResult<null> {
    this.asked.push(['resumeTakeBack', requester]);
    return this.#answer(null);
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

  #answer<T>(value: T): ActionResult<T> {
    return this.refusals.length === 0 ? { ok: true, value } : { ok: false, refusals: this.refusals };
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

const understudy: RedundancyStatus['understudy'] = {
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
