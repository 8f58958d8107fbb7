import * as fc from 'fast-check';
import type { Counts } from './counts.ts';
import { RunningCounts } from './running-counts.ts';

const revision = fc.nat(40);
const step = fc.oneof(
  fc.record({ kind: fc.constant('writes' as const), provider: fc.constantFrom('tags', 'projects') }),
  fc.record({ kind: fc.constant('counts' as const), after: revision }),
  fc.record({ kind: fc.constant('forgets' as const), upTo: revision }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('RunningCounts', () => {
  it('[S5] counts what a recount would find, whatever is written, acknowledged and forgotten meanwhile', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (story) => expect(firstFault(story)).toBeNull()));
  });

  it('[S5] is proved by a story in which changes are forgotten that were counted', () => {
    const counted = { kind: 'counts', after: 0 } as const;
    const written = { kind: 'writes', provider: 'tags' } as const;
    const story: Step[] = [written, written, counted, { kind: 'forgets', upTo: 1 }, counted];
    expect(firstFault(story)).toBeNull();
    expect(firstFault(story, { isTold: false })).not.toBeNull();
  });
});

/** Says where the counts are not those of a recount. `isTold`: what is forgotten is told before. */
function firstFault(story: readonly Step[], { isTold = true } = {}): string | null {
  const rows: (string | null)[] = [];
  const recount = (after: number, upTo: number) => countsOf(rows.slice(after, upTo));
  const running = new RunningCounts(recount);
  for (const each of story) {
    if (each.kind === 'writes') rows.push(each.provider);
    if (each.kind === 'forgets') {
      if (isTold) running.forgetting(Math.min(each.upTo, rows.length));
      rows.fill(null, 0, each.upTo);
    }
    if (each.kind !== 'counts') continue;
    const after = Math.min(each.after, rows.length);
    const [found, expected] = [running.counts(after, rows.length), recount(after, rows.length)];
    if (JSON.stringify(sorted(found)) !== JSON.stringify(sorted(expected))) {
      return `${JSON.stringify(found)} instead of ${JSON.stringify(expected)} in ${JSON.stringify(story)}`;
    }
  }
  return null;
}

function countsOf(rows: readonly (string | null)[]): Counts {
  const counts: Counts = {};
  for (const row of rows) if (row !== null) counts[row] = (counts[row] ?? 0) + 1;
  return counts;
}

function sorted(counts: Counts) {
  return Object.entries(counts).sort();
}
