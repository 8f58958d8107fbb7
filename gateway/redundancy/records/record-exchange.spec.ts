import fc from 'fast-check';
import { recordFrame } from '#contract/record-frames';
import * as z from 'zod/mini';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { RecordingNode, type Story, settle, tell } from './record-exchange.testing.ts';

describe('The records of both nodes', () => {
  const path = useTemporaryDirectory();
  let run = 0;
  let nodes: RecordingNode[] = [];
  const pair = (most = 1000) => {
    run += 1;
    const [a, b] = [new RecordingNode('a', path(`a${run}.db`), most), new RecordingNode('b', path(`b${run}.db`), most)];
    nodes = [a, b];
    a.peer = b;
    b.peer = a;
    return [a, b] as const;
  };
  const close = () => nodes.forEach((node) => node.close());

  afterEach(close);

  it('[S8] [S10] [D3] are the same on both after any story of writing, cuts, restarts and trimming, and stay quiet', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('add' as const), at: fc.nat(1), count: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ do: fc.constant('cut' as const) }),
      fc.record({ do: fc.constant('link' as const) }),
      fc.record({ do: fc.constant('deliver' as const), at: fc.nat(1), count: fc.integer({ min: 1, max: 6 }) }),
      fc.record({ do: fc.constant('restart' as const), at: fc.nat(1) }),
      fc.record({ do: fc.constant('confirm' as const), at: fc.nat(1) }),
      fc.record({ do: fc.constant('clock' as const), at: fc.nat(1), by: fc.integer({ min: -100_000, max: 100_000 }) }),
      fc.record({ do: fc.constant('fail' as const), at: fc.nat(1) }),
      fc.record({ do: fc.constant('lose' as const), at: fc.nat(1) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 5, max: 60 }), (story: Story, most) => {
        const [a, b] = pair(most);
        try {
          tell(a, b, story);
          settle(a, b);
          expect(a.all()).toEqual(b.all());
          expect(a.all().length).toBeLessThanOrEqual(most);
          expect(a.exchange.pending()).toEqual({ changeovers: 0, audit: 0, events: 0 });
          const kinds = [...a.confirm(), ...b.confirm()];
          expect(new Set(kinds)).toEqual(new Set(['digest']));
        } finally {
          close();
          nodes = [];
        }
      }),
      { numRuns: 40 },
    );
  });

  it('[D3] that were written while the nodes were apart are on both afterwards', () => {
    const [a, b] = pair();
    a.write('of a');
    b.write('of b');
    settle(a, b);
    expect(a.words()).toEqual(['of a', 'of b']);
    expect(b.words()).toEqual(['of a', 'of b']);
  });

  it('[S7] are pending until the other node has them on disk', () => {
    const [a, b] = pair();
    for (let each = 0; each < 450; each += 1) a.write(`${each}`);
    expect(a.exchange.pending().events).toBe(450);
    a.link();
    while (a.exchange.pending().events !== 0 && a.wire.length + b.wire.length > 0) {
      a.deliver();
      b.deliver();
      expect(b.words().length).toBeGreaterThanOrEqual(450 - (a.exchange.pending().events ?? 0));
    }
    expect(a.exchange.pending().events).toBe(0);
    expect(a.statistics.rates('events').dispatchedPerSec).toBeCloseTo(450 / 60, 5);
    expect(b.statistics.pullFacts('events').lastApplyMs).not.toBeNull();
  });

  it('[S8] that one node lost below what the other holds come back, and that is said once', () => {
    const [a, b] = pair();
    for (const word of ['one', 'two', 'three']) a.write(word);
    settle(a, b);
    b.damage('two');
    settle(a, b);
    expect(b.words().filter((word) => word.length < 6)).toEqual(['one', 'two', 'three']);
    expect(a.all()).toEqual(b.all());
    expect(a.words().filter((word) => word.includes('differ')).length).toBe(1);
  });

  it('are refused as frames beyond their bounds', () => {
    const record = { origin: 'a', sequence: 1, at: 1, value: 'x'.repeat(100_001) };
    const frame = { type: 'records', provider: 'events', number: 1, records: [record], sentAt: 1 };
    expect(z.safeParse(recordFrame, frame).success).toBeFalse();
  });
});
