import fc from 'fast-check';
import { blockerCode, lossReason, type BlockerCode, type RedundancyStatus, type Timer } from './redundancy-status.ts';
import { activityLevel, projectState, role } from './roles.ts';
import { backupStatus, exampleAt, masterStatus, peerFacts, plainStatus } from './status.testing.ts';
import { judge } from './verdict.ts';
import { fillSentence, reasonSentences } from './verdict-sentences.ts';
import type { NodeEvidence } from './verdict-scene.ts';
import { verdictWords } from './verdict-words.ts';

describe('Whatever two nodes say of themselves, the verdict', () => {
  it('[S3] is Protected only with one active node and a live, linked, synchronised standby that can take over', () => {
    let green = 0;
    fc.assert(
      fc.property(pair(), (nodes) => {
        if (judge(nodes).code !== 'protected') return;
        green += 1;
        const statuses = nodes.map((node) => node.status);
        const standby = statuses.find((status) => status?.activityLevel !== 'Active');
        expect(nodes.length).toBe(2);
        expect(nodes.every((node) => node.freshness === 'live')).toBe(true);
        expect(statuses.filter((status) => status?.activityLevel === 'Active').length).toBe(1);
        expect(statuses.every((status) => status?.peerConnected === true)).toBe(true);
        expect(statuses.every((status) => status?.projectState === 'Good')).toBe(true);
        expect(statuses.every((status) => status?.understudy?.blockers.length === 0)).toBe(true);
        expect(['Warm', 'Cold']).toContain(standby?.activityLevel ?? 'none');
        expect(standby?.understudy?.canActivate).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(green).toBeGreaterThan(20);
  });

  it('[S3] is Split brain only with two live active nodes, and Nobody active only with none', () => {
    fc.assert(
      fc.property(pair(), (nodes) => {
        const { code } = judge(nodes);
        const live = nodes.filter((node) => node.freshness === 'live');
        const active = live.filter((node) => node.status?.activityLevel === 'Active').length;
        if (code === 'splitBrain') expect(active).toBe(2);
        if (code === 'nobodyActive') expect(active).toBe(0);
        if (live.every((node) => node.status === null)) expect(code).toBe('notKnown');
      }),
      { numRuns: 5000 },
    );
  });

  it('[S3] is the same whichever node is named first', () => {
    fc.assert(fc.property(pair(), (nodes) => judge(nodes).code === judge([...nodes].reverse()).code));
  });

  it('[S3] has a word and whole sentences for every reason, with no place left unfilled', () => {
    fc.assert(
      fc.property(pair(), (nodes) => {
        const { code, reasons } = judge(nodes);
        expect(verdictWords[code].word).not.toBe('');
        expect(reasons.length).toBeGreaterThan(0);
        for (const reason of reasons) {
          const at = reason.at === null ? null : '02:14:07';
          const { title, explanation, next } = reasonSentences[reason.code];
          for (const template of [title, explanation, next]) {
            expect(fillSentence(template, reason, at, at)).not.toMatch(/[{}[\]]|null|undefined/);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

/** Two nodes in any state, near to a healthy pair often enough for every verdict to occur. */
function pair(): fc.Arbitrary<NodeEvidence[]> {
  const both = fc.tuple(evidence(masterStatus()), evidence(backupStatus()));
  return fc.oneof(
    { weight: 9, arbitrary: both },
    { weight: 1, arbitrary: evidence(masterStatus()).map((node) => [node]) },
  );
}

function evidence(healthy: RedundancyStatus): fc.Arbitrary<NodeEvidence> {
  return fc.record({
    nodeId: fc.constant(healthy.localId),
    status: fc.oneof(
      { weight: 8, arbitrary: status(healthy) },
      { weight: 1, arbitrary: status(healthy).map(plainStatus) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    freshness: mostly('live' as const, fc.constantFrom('stale' as const, 'lost' as const)),
    saidAt: mostly(10_000, fc.integer({ min: 9000, max: 10_000 })),
    levelSeenAt: mostly(1000, fc.integer({ min: 9000, max: 10_000 })),
  });
}

function status(healthy: RedundancyStatus): fc.Arbitrary<RedundancyStatus> {
  const told = fc.record({
    role: mostly(healthy.role, fc.constantFrom(...role.options)),
    projectState: mostly('Good' as const, fc.constantFrom(...projectState.options)),
    activityLevel: mostly(healthy.activityLevel, fc.constantFrom(...activityLevel.options)),
    peerConnected: mostly(true, fc.boolean()),
    syncPending: mostly(false, fc.boolean()),
    failoverPending: mostly(false, fc.boolean()),
  });
  const ours = fc.record({
    authority: mostly('confirmed' as const, fc.constant('unconfirmed' as const)),
    canActivate: mostly(true, fc.boolean()),
    blockers: mostly<BlockerCode[]>([], fc.subarray([...blockerCode.options])),
    takeBack: mostly('automatic' as const, fc.constantFrom('manual' as const, 'held' as const, 'suspended' as const)),
    recentChangeovers: mostly(0, fc.nat(5)),
    timers: mostly<Timer[]>([], fc.constant([{ name: 'takeOver', remainingMs: 2000 }])),
    peer: mostly(healthy.understudy?.peer ?? null, fc.option(peer())),
  });
  const complete = healthy.role === 'Master' ? masterStatus : backupStatus;
  return fc.tuple(told, ours).map(([plain, understudy]) => complete({ ...plain, understudy }));
}

function peer() {
  return fc
    .record({
      connected: fc.boolean(),
      name: fc.constantFrom('A', null),
      canActivate: fc.constantFrom(true, false, null),
      lostAt: fc.constantFrom(null, exampleAt - 200, exampleAt - 100_000),
      lostBecause: fc.constantFrom(null, ...lossReason.options),
      activityLevel: fc.constantFrom(null, ...activityLevel.options),
    })
    .map(peerFacts);
}

function mostly<T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}
