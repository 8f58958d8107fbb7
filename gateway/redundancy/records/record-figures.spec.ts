import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import type { Took } from '../replication/provider-log.ts';
import { ProviderStatistics } from '../replication/provider-statistics.ts';
import { RecordingNode, settle } from './record-exchange.testing.ts';

class ConstantApply extends ProviderStatistics {
  override pulled(ids: Parameters<ProviderStatistics['pulled']>[0], took: Took): void {
    super.pulled(ids, { ...took, applyMs: took.applyMs === null ? null : 1 });
  }
}

const takesMs = 37;

describe('The figures of records', () => {
  const path = useTemporaryDirectory();

  it('[S6] say how long it took to apply them', () => {
    expect(applied(path, ProviderStatistics)).toBe(takesMs);
  });

  it('[S6] last apply duration constant: this mutant is noticed', () => {
    expect(applied(path, ConstantApply)).not.toBe(takesMs);
  });
});

/** What a node tells of the records that it took. */
function applied(path: (name: string) => string, Statistics: typeof ProviderStatistics): number | null {
  const a = new RecordingNode('a', path('a.db'), 100, Statistics);
  const b = new RecordingNode('b', path('b.db'), 100, Statistics);
  [a.peer, b.peer] = [b, a];
  b.takesMs = takesMs;
  a.write('of a');
  settle(a, b);
  const { lastApplyMs } = b.statistics.pullFacts('events');
  for (const node of [a, b]) node.close();
  return lastApplyMs;
}
