import type { RedundancyStatus } from './redundancy-status.ts';
import { backupStatus, exampleAt, masterStatus, peerFacts, plainStatus } from './status.testing.ts';
import { judge, type Verdict } from './verdict.ts';
import type { NodeEvidence } from './verdict-scene.ts';

const lost = { peerConnected: false, projectState: 'Unknown' } as const;
const lostPeer = peerFacts({ connected: false, lostAt: exampleAt - 180_000, lostBecause: 'refused' });

interface Story {
  name: string;
  nodes: NodeEvidence[];
  code: Verdict['code'];
  reasons: Verdict['reasons'][number]['code'][];
}

const stories: Story[] = [
  { name: 'no gateway was ever heard', nodes: [], code: 'notKnown', reasons: ['noAnswer'] },
  {
    name: 'both nodes fell silent',
    nodes: [seen(masterStatus(), { freshness: 'lost' }), seen(backupStatus(), { freshness: 'stale' })],
    code: 'notKnown',
    reasons: ['noAnswer'],
  },
  {
    name: 'both nodes are active',
    nodes: [seen(masterStatus(lost)), seen(backupStatus({ ...lost, activityLevel: 'Active' }))],
    code: 'splitBrain',
    reasons: ['bothActive'],
  },
  {
    name: 'both are active, even where neither reports more than the plain status',
    nodes: [
      seen(plainStatus(masterStatus(lost))),
      seen(plainStatus(backupStatus({ ...lost, activityLevel: 'Active' }))),
    ],
    code: 'splitBrain',
    reasons: ['bothActive'],
  },
  {
    name: 'the Backup took over after the Master last spoke',
    nodes: [
      seen(masterStatus(), { saidAt: 9000 }),
      seen(backupStatus({ ...lost, activityLevel: 'Active', understudy: { peer: lostPeer } }), { levelSeenAt: 9500 }),
    ],
    code: 'runningAlone',
    reasons: ['lost.refused'],
  },
  {
    name: 'neither node is active and the Backup has never been synchronised',
    nodes: [seen(masterStatus(), { freshness: 'lost' }), seen(blockedBackup('neverSynced'))],
    code: 'nobodyActive',
    reasons: ['noneActive', 'neverSynced'],
  },
  {
    name: 'both nodes stand by and neither moves',
    nodes: [seen(masterStatus({ activityLevel: 'Warm' })), seen(backupStatus())],
    code: 'nobodyActive',
    reasons: ['noneActive'],
  },
  {
    name: 'a handover went on between the two answers',
    nodes: [
      seen(masterStatus({ activityLevel: 'Warm' }), { levelSeenAt: 9900 }),
      seen(backupStatus(), { saidAt: 9500 }),
    ],
    code: 'notKnown',
    reasons: ['unclear'],
  },
  {
    name: 'a node is Independent',
    nodes: [seen(masterStatus({ ...lost, role: 'Independent', understudy: { peer: null } }))],
    code: 'notPaired',
    reasons: ['independent'],
  },
  {
    name: 'a Master has no partner yet',
    nodes: [seen(masterStatus({ ...lost, understudy: { peer: null } }))],
    code: 'notPaired',
    reasons: ['noPartner'],
  },
  {
    name: 'the first node of the pair is starting',
    nodes: [seen(masterStatus({ ...lost, activityLevel: 'Undecided', understudy: withTimer('join', 12_000) }))],
    code: 'starting',
    reasons: ['joining'],
  },
  {
    name: 'the process stood still and looks around',
    nodes: [seen(masterStatus({ ...lost, activityLevel: 'Undecided', understudy: withTimer('stall', 3000) }))],
    code: 'starting',
    reasons: ['stalled'],
  },
  {
    name: 'the Backup counts down to taking over',
    nodes: [
      seen(masterStatus(), { freshness: 'stale' }),
      seen(backupStatus({ ...lost, understudy: withTimer('takeOver', 4000) })),
    ],
    code: 'starting',
    reasons: ['takingOver'],
  },
  {
    name: 'a handover is running and nobody is active',
    nodes: [seen(masterStatus({ activityLevel: 'Warm', failoverPending: true })), seen(backupStatus())],
    code: 'starting',
    reasons: ['handingOver'],
  },
  {
    name: 'the Backup lost the Master a moment ago and can take over',
    nodes: [
      seen(masterStatus(), { freshness: 'stale' }),
      seen(backupStatus({ ...lost, understudy: { peer: { ...lostPeer, lostAt: exampleAt - 500 } } })),
    ],
    code: 'starting',
    reasons: ['takingOver'],
  },
  {
    name: 'the Backup lost the Master long ago and still stands by',
    nodes: [
      seen(masterStatus(), { freshness: 'lost' }),
      seen(backupStatus({ ...lost, understudy: { peer: lostPeer } })),
    ],
    code: 'nobodyActive',
    reasons: ['noneActive'],
  },
  {
    name: 'maintenance is on',
    nodes: [
      seen(masterStatus({ understudy: { maintenance: { untilAt: exampleAt + 60_000, reason: 'update' } } })),
      seen(backupStatus()),
    ],
    code: 'maintenance',
    reasons: ['maintenance'],
  },
  ...(['refused', 'silent', 'closed', 'rejected', 'unreachable', 'stalled'] as const).map((lostBecause): Story => ({
    name: `the active node lost the other one (${lostBecause})`,
    nodes: [alone({ lostBecause })],
    code: 'runningAlone',
    reasons: [`lost.${lostBecause}`],
  })),
  {
    name: 'the other node was stopped on purpose',
    nodes: [alone({ lostBecause: 'goodbye' })],
    code: 'runningAlone',
    reasons: ['stopped'],
  },
  {
    name: 'the other node has never connected',
    nodes: [alone({ lostBecause: null, connectedAt: null, lostAt: null, name: null })],
    code: 'runningAlone',
    reasons: ['neverSeen'],
  },
  {
    name: 'a plain status says that the peer is not connected',
    nodes: [seen(plainStatus(masterStatus(lost)))],
    code: 'runningAlone',
    reasons: ['lost'],
  },
  {
    name: 'the nodes answer this browser but do not hear each other',
    nodes: [alone({}), seen(backupStatus({ ...lost, understudy: { canActivate: false } }))],
    code: 'runningAlone',
    reasons: ['linkCut'],
  },
  {
    name: 'the other node is starting and has not connected yet',
    nodes: [alone({}), seen(backupStatus({ ...lost, activityLevel: 'Undecided' }))],
    code: 'runningAlone',
    reasons: ['peerStarting'],
  },
  ...(['neverSynced', 'diskFull', 'emptyDirectory', 'incompatible', 'suspended', 'superseded'] as const).map(
    (code): Story => ({
      name: `the standby cannot take over (${code})`,
      nodes: [seen(masterStatus()), seen(backupStatus({ understudy: { canActivate: false, blockers: [code] } }))],
      code: 'failoverBlocked',
      reasons: [code],
    }),
  ),
  {
    name: 'the standby cannot take over and does not say why',
    nodes: [seen(masterStatus()), seen(backupStatus({ understudy: { canActivate: false } }))],
    code: 'failoverBlocked',
    reasons: ['cannotActivate'],
  },
  {
    name: 'only the active node is seen, and it knows that the standby has a full disk',
    nodes: [
      seen(masterStatus({ understudy: { peer: peerFacts({ canActivate: false, blockers: ['diskFull'] }) } })),
      seen(backupStatus(), { freshness: 'lost' }),
    ],
    code: 'failoverBlocked',
    reasons: ['diskFull'],
  },
  {
    name: 'the disk of the active node is full, so it could not come back',
    nodes: [seen(masterStatus({ understudy: { blockers: ['diskFull'] } })), seen(backupStatus())],
    code: 'failoverBlocked',
    reasons: ['diskFull'],
  },
  {
    name: 'the versions do not fit together',
    nodes: [seen(masterStatus({ projectState: 'Incompatible (Modules)' })), seen(backupStatus())],
    code: 'failoverBlocked',
    reasons: ['incompatible'],
  },
  {
    name: 'three changeovers that nobody asked for',
    nodes: [seen(masterStatus({ understudy: { recentChangeovers: 3 } })), seen(backupStatus())],
    code: 'flapping',
    reasons: ['flapping'],
  },
  {
    name: 'take-back is suspended',
    nodes: [seen(masterStatus({ understudy: { takeBack: 'suspended' } })), seen(backupStatus())],
    code: 'flapping',
    reasons: ['takeBackSuspended'],
  },
  {
    name: 'a full sync is running',
    nodes: [seen(masterStatus({ syncPending: true })), seen(backupStatus({ projectState: 'Out of Date' }))],
    code: 'synchronising',
    reasons: ['syncRunning'],
  },
  {
    name: 'the Backup is behind',
    nodes: [seen(masterStatus()), seen(backupStatus({ projectState: 'Out of Date' }))],
    code: 'synchronising',
    reasons: ['outOfDate'],
  },
  {
    name: 'nothing has been compared since the link opened',
    nodes: [seen(masterStatus({ projectState: 'Unknown' })), seen(backupStatus())],
    code: 'synchronising',
    reasons: ['notCompared'],
  },
  {
    name: 'both nodes are live, linked and in sync',
    nodes: [seen(masterStatus()), seen(backupStatus())],
    code: 'protected',
    reasons: ['protected'],
  },
  {
    name: 'the same with the Backup active',
    nodes: [seen(masterStatus({ activityLevel: 'Warm' })), seen(backupStatus({ activityLevel: 'Active' }))],
    code: 'protected',
    reasons: ['protected'],
  },
  {
    name: 'all seems well, but the standby has not been heard of lately',
    nodes: [seen(masterStatus()), seen(backupStatus(), { freshness: 'stale' })],
    code: 'notKnown',
    reasons: ['standbyUnseen'],
  },
  {
    name: 'all seems well, but the active node has not been heard of lately',
    nodes: [seen(masterStatus(), { freshness: 'stale' }), seen(backupStatus())],
    code: 'notKnown',
    reasons: ['activeUnseen'],
  },
  {
    name: 'all seems well, but one node reports only the plain status',
    nodes: [seen(masterStatus()), seen(plainStatus(backupStatus()))],
    code: 'notKnown',
    reasons: ['notReported'],
  },
  {
    name: 'the other node is linked but has not decided what it is',
    nodes: [seen(masterStatus()), seen(backupStatus({ activityLevel: 'Undecided' }))],
    code: 'notKnown',
    reasons: ['unclear'],
  },
  {
    name: 'nobody confirms the activation',
    nodes: [seen(masterStatus({ understudy: { authority: 'unconfirmed' } })), seen(backupStatus())],
    code: 'notKnown',
    reasons: ['unconfirmed'],
  },
];

describe('The verdict on a pair', () => {
  for (const { name, nodes, code, reasons } of stories) {
    it(`[S3] is ${code} when ${name}`, () => {
      const verdict = judge(nodes);
      expect([verdict.code, ...verdict.reasons.map((found) => found.code)]).toEqual([code, ...reasons]);
    });
  }

  it('[S3] names the nodes, and tells the time of the loss by the clock of who looks', () => {
    const [found] = judge([alone({ lostBecause: 'silent' }, 50_000)]).reasons;
    expect(found).toEqual(jasmine.objectContaining({ node: 'A', other: 'B', at: 50_000 - 180_000 }));
  });

  it('[S3] says from when to when nothing is decided', () => {
    const undecided = masterStatus({ ...lost, activityLevel: 'Undecided', understudy: withTimer('join', 12_000) });
    expect(judge([seen(undecided, { saidAt: 50_000 })]).reasons[0]?.at).toBe(62_000);
  });
});

/** Live, and at its level for a long time, unless told otherwise. */
function seen(status: RedundancyStatus, change: Partial<NodeEvidence> = {}): NodeEvidence {
  return { nodeId: status.localId, status, freshness: 'live', saidAt: 10_000, levelSeenAt: 1000, ...change };
}

function alone(peer: Parameters<typeof peerFacts>[0], saidAt = 10_000): NodeEvidence {
  return seen(masterStatus({ ...lost, understudy: { peer: { ...lostPeer, ...peer } } }), { saidAt });
}

function blockedBackup(code: 'neverSynced'): RedundancyStatus {
  return backupStatus({ ...lost, understudy: { peer: lostPeer, canActivate: false, blockers: [code] } });
}

function withTimer(name: 'join' | 'stall' | 'takeOver', remainingMs: number) {
  return { timers: [{ name, remainingMs }], peer: lostPeer };
}
