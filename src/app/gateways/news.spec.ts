import type { RedundancyStatus } from '#contract/redundancy-status';
import { exampleAt, masterStatus, peerFacts, plainStatus } from '#contract/status.testing';
import { initialGateways, type GatewaysState } from './gateways-state.ts';
import { sameNews } from './news.ts';

describe('Two answers of a node', () => {
  it('say the same where only time went by and was measured', () => {
    const later = masterStatus({
      uptime: 1_051_201_000,
      lastSyncTimestamp: exampleAt,
      understudy: {
        clock: { at: exampleAt + 1000 },
        sync: { state: 'done', lastGoodAt: exampleAt },
        peer: peerFacts({ roundTripMs: 3.1, clockOffsetMs: 13, measuredAt: exampleAt + 900 }),
      },
    });
    expect(sameNews(saying(masterStatus()), saying(later))).toBeTrue();
    const plain = plainStatus(masterStatus());
    expect(sameNews(saying(plain), saying({ ...plain, uptime: 5 }))).toBeTrue();
  });

  for (const [name, status] of [
    ['its activity level', masterStatus({ activityLevel: 'Warm' })],
    ['its link', masterStatus({ peerConnected: false })],
    ['a missed ping', masterStatus({ understudy: { peer: peerFacts({ missedPings: 1 }) } })],
    ['a blocker', masterStatus({ understudy: { blockers: ['diskFull'] } })],
    ['a countdown', masterStatus({ understudy: { timers: [{ name: 'takeOver', remainingMs: 9 }] } })],
    ['its name', masterStatus({ understudy: { name: 'Mill' } })],
  ] as [string, RedundancyStatus][]) {
    it(`differ by ${name}`, () => {
      expect(sameNews(saying(masterStatus()), saying(status))).toBeFalse();
    });
  }

  it('differ by silence, and by who passes them on', () => {
    const failure = { reason: { kind: 'noAnswer' as const }, since: 0 };
    expect(sameNews(saying(masterStatus()), saying(masterStatus(), { failure }))).toBeFalse();
    expect(sameNews(saying(masterStatus()), saying(masterStatus(), {}, 'id-b'))).toBeFalse();
  });
});

function saying(
  status: RedundancyStatus,
  change: { failure?: GatewaysState['nodes'][string]['failure'] } = {},
  relayedBy: string | null = null,
): GatewaysState {
  const statement = { status, askedAt: 0, receivedAt: 0, relayedBy };
  const facts = { nodeId: 'id-a', statement, levelSeenAt: 0, address: '', failure: null, ...change };
  return { ...initialGateways, nodes: { 'id-a': facts } };
}
