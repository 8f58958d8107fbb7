import type { PeerFacts, RedundancyStatus, UnderstudyStatus } from './redundancy-status.ts';

/** When the statuses of the examples were made, by the clocks of the gateways. */
export const exampleAt = Date.UTC(2026, 4, 4, 2, 14, 7);

type StatusChange = Omit<Partial<RedundancyStatus>, 'understudy'> & { understudy?: Partial<UnderstudyStatus> };

/** Master A, active, with Backup B connected and in sync. */
export function masterStatus({ understudy, ...change }: StatusChange = {}): RedundancyStatus {
  return {
    role: 'Master',
    projectState: 'Good',
    activityLevel: 'Active',
    localId: 'id-a',
    peerId: 'id-b',
    peerConnected: true,
    hasConfigAccess: true,
    syncPending: false,
    failoverPending: false,
    uptime: 1_051_200_000,
    lastSyncTimestamp: exampleAt - 60_000,
    ...change,
    understudy: {
      nodeId: 'id-a',
      pairId: 'pair',
      name: 'A',
      systemName: 'Water works',
      version: '0.1.0',
      activeSinceAt: exampleAt - 7_200_000,
      epoch: { number: 4, nodeId: 'id-a' },
      authority: 'confirmed',
      clock: { at: exampleAt },
      peer: peerFacts(),
      sync: { state: 'done', lastGoodAt: exampleAt - 1000 },
      budget: { pingRateMs: 1000, pingMaxMissed: 10, budgetMs: 10_000 },
      timers: [],
      blockers: [],
      canActivate: true,
      takeBack: 'automatic',
      recentChangeovers: 0,
      ...understudy,
    },
  };
}

/** Backup B, warm, with Master A active. */
export function backupStatus({ understudy, ...change }: StatusChange = {}): RedundancyStatus {
  return masterStatus({
    role: 'Backup',
    activityLevel: 'Warm',
    localId: 'id-b',
    peerId: 'id-a',
    hasConfigAccess: false,
    ...change,
    understudy: {
      nodeId: 'id-b',
      name: 'B',
      activeSinceAt: null,
      epoch: null,
      peer: peerFacts({
        nodeId: 'id-a',
        name: 'A',
        role: 'Master',
        activityLevel: 'Active',
        address: '10.0.0.11:8060',
      }),
      ...understudy,
    },
  });
}

/** What A knows of B. */
export function peerFacts(change: Partial<PeerFacts> = {}): PeerFacts {
  return {
    nodeId: 'id-b',
    name: 'B',
    role: 'Backup',
    version: '0.1.0',
    activityLevel: 'Warm',
    address: '10.0.0.12:51234',
    connected: true,
    confidential: true,
    connectedAt: exampleAt - 3_600_000,
    lostAt: null,
    lostBecause: null,
    lastError: null,
    canActivate: true,
    blockers: [],
    roundTripMs: 0.8,
    missedPings: 0,
    clockOffsetMs: 12,
    measuredAt: exampleAt,
    ...change,
  };
}

/** The status without our part: the eleven members that other gateways have too. */
export function plainStatus(status: RedundancyStatus): RedundancyStatus {
  const plain = { ...status };
  delete plain.understudy;
  return plain;
}
