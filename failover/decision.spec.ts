import fc from 'fast-check';
import { decide } from './decision.ts';
import { beatOf, nodeA, nodeB } from './follow.testing.ts';
import { heard, stateOf, unheard, type Answer, type NodeState, type Watch } from './watch.ts';

const place = new URL('http://a:8088/page');
const answer = (nodeId: string): fc.Arbitrary<Answer> =>
  fc.constantFrom<Answer>(
    { kind: 'beat', beat: beatOf(nodeId, 'Running'), address: `http://${nodeId}:8088` },
    { kind: 'beat', beat: beatOf(nodeId, 'Standby'), address: `http://${nodeId}:8088` },
    { kind: 'missed' },
    { kind: 'refused' },
  );
const watch = (nodeId: string): fc.Arbitrary<Watch> =>
  fc.array(answer(nodeId), { maxLength: 5 }).map((answers) => answers.reduce(heard, unheard));

/** The table of the manual, and the rows that it leaves out. */
function table(own: NodeState, other: NodeState): boolean {
  return (own === 'standby' || own === 'silent') && other === 'running';
}

describe('The decision to move', () => {
  it('[P2] is the table, from either node, whatever was answered before', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(watch('A'), watch('B'), fc.boolean(), (a, b, fromA) => {
        const [own, other] = fromA ? [a, b] : [b, a];
        const watches = new Map([
          ['A', a],
          ['B', b],
        ]);
        const situation = { nodes: [nodeA, nodeB], own: fromA ? 'A' : 'B', watches, moves: [], now: 0 };
        const decision = decide({ ...situation, place: fromA ? place : new URL('http://b:8088/page') });
        seen.add(`${stateOf(own)} ${stateOf(other)}`);
        expect(decision.kind).toBe(table(stateOf(own), stateOf(other)) ? 'move' : 'stay');
      }),
      { numRuns: 2000 },
    );
    expect(seen.size).toBe(16);
  });

  it('[P2] needs two questions in a row without an answer before a node is silent', () => {
    expect(stateOf(unheard)).toBe('unsure');
    expect(stateOf(heard(unheard, { kind: 'missed' }))).toBe('unsure');
    expect(stateOf([{ kind: 'refused' } as const, { kind: 'missed' } as const].reduce(heard, unheard))).toBe('silent');
  });

  it('[P5] sends a client that is no page to where the node answered', () => {
    const b = heard(unheard, { kind: 'beat', beat: beatOf('B', 'Running'), address: 'http://b.second:8088' });
    const a = heard(heard(unheard, { kind: 'missed' }), { kind: 'missed' });
    const watches = new Map([
      ['A', a],
      ['B', b],
    ]);
    const decision = decide({ nodes: [nodeA, nodeB], own: 'A', watches, place: null, moves: [], now: 0 });
    expect(decision).toEqual(jasmine.objectContaining({ kind: 'move', to: 'B', address: 'http://b.second:8088' }));
  });
});
