import type { RedundancyStatus, UnderstudyStatus } from '#contract/redundancy-status';
import type { RuntimeNodes } from '#contract/runtime-nodes';
import type { FakeEdge } from './fake-edge.testing.ts';
import type { FakeTime } from './fake-time.testing.ts';

export const addressOfB = 'http://b:8089';

/** A Master A, which the page came from, and its Backup B answer how they are and where. */
export function answerAsPair(edge: FakeEdge, time: FakeTime): void {
  edge.answer('GET /data/api/v1/redundancy', () => ({ body: someStatus('A', 'Master', time.now()) }));
  edge.answer(`GET ${addressOfB}/data/api/v1/redundancy`, () => ({ body: someStatus('B', 'Backup', time.now()) }));
  const nodes: RuntimeNodes = {
    pairId: 'pair',
    nodes: [
      { nodeId: 'A', name: 'A', role: 'Master', probeAddresses: ['http://a:8088'], destination: null },
      { nodeId: 'B', name: 'B', role: 'Backup', probeAddresses: [addressOfB], destination: null },
    ],
  };
  edge.answer('GET /data/api/v1/runtime/nodes', () => ({ body: nodes }));
}

function someStatus(name: string, role: 'Master' | 'Backup', at: number): RedundancyStatus {
  return {
    role,
    projectState: 'Good',
    activityLevel: role === 'Master' ? 'Active' : 'Warm',
    localId: name,
    peerConnected: true,
    hasConfigAccess: role === 'Master',
    syncPending: false,
    failoverPending: false,
    uptime: 60_000,
    lastSyncTimestamp: at,
    understudy: someUnderstudy(name, at),
  };
}

function someUnderstudy(name: string, at: number): UnderstudyStatus {
  return {
    nodeId: name,
    pairId: 'pair',
    name,
    systemName: 'Water works',
    version: '1.0.0',
    activeSinceAt: null,
    epoch: null,
    authority: 'confirmed',
    clock: { at },
    peer: null,
    sync: { state: 'done', lastGoodAt: at },
    budget: { pingRateMs: 1000, pingMaxMissed: 10, budgetMs: 10_000 },
    timers: [],
    blockers: [],
    canActivate: true,
    takeBack: 'automatic',
    recentChangeovers: 0,
  };
}
