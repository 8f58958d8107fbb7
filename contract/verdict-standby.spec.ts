import { backupStatus, exampleAt, masterStatus, peerFacts, plainStatus } from './status.testing.ts';
import { alone, lostPeer, seen, tell, unlinked, type Story } from './verdict.testing.ts';

const stories: Story[] = [
  {
    name: 'maintenance is on',
    nodes: [
      seen(masterStatus({ understudy: { maintenance: { untilAt: exampleAt + 60_000, reason: 'update' } } })),
      seen(backupStatus()),
    ],
    code: 'maintenance',
    reasons: ['maintenance'],
  },
  {
    name: 'a node is gone during maintenance, which says less than that',
    nodes: [
      seen(
        backupStatus({
          ...unlinked,
          activityLevel: 'Active',
          understudy: { peer: lostPeer, maintenance: { untilAt: exampleAt + 60_000, reason: 'update' } },
        }),
      ),
    ],
    code: 'maintenance',
    reasons: ['lost.refused', 'maintenance'],
  },
  {
    name: 'maintenance keeps the standby from taking over, and nobody is active',
    nodes: [
      seen(
        backupStatus({
          ...unlinked,
          understudy: {
            maintenance: { untilAt: exampleAt + 60_000, reason: 'update' },
            peer: peerFacts({ connected: false, lostAt: exampleAt }),
          },
        }),
      ),
    ],
    code: 'nobodyActive',
    reasons: ['keptByMaintenance'],
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
    nodes: [seen(plainStatus(masterStatus(unlinked)))],
    code: 'runningAlone',
    reasons: ['lost'],
  },
  {
    name: 'the nodes answer this browser but do not hear each other',
    nodes: [alone({}), seen(backupStatus({ ...unlinked, understudy: { canActivate: false } }))],
    code: 'runningAlone',
    reasons: ['linkCut'],
  },
  {
    name: 'the other node is starting and has not connected yet',
    nodes: [alone({}), seen(backupStatus({ ...unlinked, activityLevel: 'Undecided' }))],
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
    nodes: [seen(masterStatus({ projectState: 'Incompatible (Platform)' })), seen(backupStatus())],
    code: 'failoverBlocked',
    reasons: ['incompatible'],
  },
  {
    name: 'the standby lacks modules that the link does not carry',
    nodes: [
      seen(masterStatus({ projectState: 'Incompatible (Modules)' })),
      seen(
        backupStatus({
          projectState: 'Incompatible (Modules)',
          understudy: { canActivate: false, blockers: ['incompatible'] },
        }),
      ),
    ],
    code: 'failoverBlocked',
    reasons: ['lacksModules'],
  },
  {
    name: 'the Master says that the standby lacks modules, and the standby is not seen',
    nodes: [
      seen(masterStatus({ projectState: 'Incompatible (Modules)' })),
      seen(backupStatus(), { freshness: 'lost' }),
    ],
    code: 'failoverBlocked',
    reasons: ['lacksModules'],
  },
  {
    name: 'files of modules are lacking that the link would carry',
    nodes: [
      seen(masterStatus({ syncPending: true })),
      seen(backupStatus({ understudy: { sync: { state: 'running', lastGoodAt: null, lacksModules: true } } })),
    ],
    code: 'synchronising',
    reasons: ['modulesMissing'],
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
    name: 'changes are sent one by one, and on one node only as yet',
    nodes: [
      seen(masterStatus({ projectState: 'Out of Date', understudy: { sync: { state: 'running', lastGoodAt: null } } })),
      seen(backupStatus()),
    ],
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

describe('The verdict on a pair with an active node', () => {
  stories.forEach(tell);
});
