import type { RedundancyStatus } from './redundancy-status.ts';
import { backupStatus, exampleAt, masterStatus, plainStatus } from './status.testing.ts';
import { judge } from './verdict.ts';
import { alone, lostPeer, seen, tell, unlinked, type Story } from './verdict.testing.ts';

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
    nodes: [seen(masterStatus(unlinked)), seen(backupStatus({ ...unlinked, activityLevel: 'Active' }))],
    code: 'splitBrain',
    reasons: ['bothActive'],
  },
  {
    name: 'the Backup works, and the Master was made Independent, which no network between them mends',
    nodes: [
      seen(masterStatus({ ...unlinked, role: 'Independent' })),
      seen(backupStatus({ ...unlinked, activityLevel: 'Active' })),
    ],
    code: 'splitBrain',
    reasons: ['activeApart'],
  },
  {
    name: 'both are active, even where neither reports more than the plain status',
    nodes: [
      seen(plainStatus(masterStatus(unlinked))),
      seen(plainStatus(backupStatus({ ...unlinked, activityLevel: 'Active' }))),
    ],
    code: 'splitBrain',
    reasons: ['bothActive'],
  },
  {
    name: 'the Backup took over after the Master last spoke',
    nodes: [
      seen(masterStatus(), { saidAt: 9000 }),
      seen(backupStatus({ ...unlinked, activityLevel: 'Active', understudy: { peer: lostPeer } }), {
        levelSeenAt: 9500,
      }),
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
    nodes: [seen(masterStatus({ ...unlinked, role: 'Independent', understudy: { peer: null } }))],
    code: 'notPaired',
    reasons: ['independent'],
  },
  {
    name: 'a Master has no partner yet',
    nodes: [seen(masterStatus({ ...unlinked, understudy: { peer: null } }))],
    code: 'notPaired',
    reasons: ['noPartner'],
  },
  {
    name: 'the first node of the pair is starting',
    nodes: [seen(masterStatus({ ...unlinked, activityLevel: 'Undecided', understudy: withTimer('join', 12_000) }))],
    code: 'starting',
    reasons: ['joining'],
  },
  {
    name: 'the process stood still and looks around',
    nodes: [seen(masterStatus({ ...unlinked, activityLevel: 'Undecided', understudy: withTimer('stall', 3000) }))],
    code: 'starting',
    reasons: ['stalled'],
  },
  {
    name: 'the Backup counts down to taking over',
    nodes: [
      seen(masterStatus(), { freshness: 'stale' }),
      seen(backupStatus({ ...unlinked, understudy: withTimer('takeOver', 4000) })),
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
      seen(backupStatus({ ...unlinked, understudy: { peer: { ...lostPeer, lostAt: exampleAt - 500 } } })),
    ],
    code: 'starting',
    reasons: ['takingOver'],
  },
  {
    name: 'the Backup lost the Master long ago and still stands by',
    nodes: [
      seen(masterStatus(), { freshness: 'lost' }),
      seen(backupStatus({ ...unlinked, understudy: { peer: lostPeer } })),
    ],
    code: 'nobodyActive',
    reasons: ['noneActive'],
  },
];
describe('The verdict on a pair of which somebody, or nobody, is active', () => {
  stories.forEach(tell);

  it('[S3] names the nodes, and tells the time of the loss by the clock of who looks', () => {
    const [found] = judge([alone({ lostBecause: 'silent' }, 50_000)]).reasons;
    expect(found).toEqual(jasmine.objectContaining({ node: 'A', other: 'B', at: 50_000 - 180_000 }));
  });

  it('[S3] says from when to when nothing is decided', () => {
    const undecided = masterStatus({ ...unlinked, activityLevel: 'Undecided', understudy: withTimer('join', 12_000) });
    expect(judge([seen(undecided, { saidAt: 50_000 })]).reasons[0]?.at).toBe(62_000);
  });
});

function blockedBackup(code: 'neverSynced'): RedundancyStatus {
  return backupStatus({ ...unlinked, understudy: { peer: lostPeer, canActivate: false, blockers: [code] } });
}

function withTimer(name: 'join' | 'stall' | 'takeOver', remainingMs: number) {
  return { timers: [{ name, remainingMs }], peer: lostPeer };
}
