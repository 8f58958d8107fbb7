import type { PeerFacts, RedundancyStatus } from './redundancy-status.ts';
import { exampleAt, masterStatus, peerFacts } from './status.testing.ts';
import { judge, type Verdict } from './verdict.ts';
import type { NodeEvidence } from './verdict-scene.ts';

/** What is seen of the nodes, and what is to be said of it. */
export interface Story {
  name: string;
  nodes: NodeEvidence[];
  code: Verdict['code'];
  reasons: Verdict['reasons'][number]['code'][];
}

export function tell({ name, nodes, code, reasons }: Story): void {
  it(`[S3] is ${code} when ${name}`, () => {
    const verdict = judge(nodes);
    expect([verdict.code, ...verdict.reasons.map((found) => found.code)]).toEqual([code, ...reasons]);
  });
}

/** Without a link. */
export const unlinked = { peerConnected: false, projectState: 'Unknown' } as const;
/** B, lost three minutes ago. */
export const lostPeer = peerFacts({ connected: false, lostAt: exampleAt - 180_000, lostBecause: 'refused' });

/** Live, and at its level for a long time, unless told otherwise. */
export function seen(status: RedundancyStatus, change: Partial<NodeEvidence> = {}): NodeEvidence {
  return { nodeId: status.localId, status, freshness: 'live', saidAt: 10_000, levelSeenAt: 1000, ...change };
}

/** A, active, without B. */
export function alone(peer: Partial<PeerFacts>, saidAt = 10_000): NodeEvidence {
  return seen(masterStatus({ ...unlinked, understudy: { peer: { ...lostPeer, ...peer } } }), { saidAt });
}
