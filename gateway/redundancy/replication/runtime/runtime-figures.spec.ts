import type { RuntimeFrame } from '#contract/runtime-frames';
import { useTemporaryDirectory } from '../../../config/disk/temporary-directory.testing.ts';
import { ProviderStatistics } from '../provider-statistics.ts';
import type { Took } from '../provider-log.ts';
import { RuntimeReplication } from './runtime-replication.ts';
import { openReceipts, type RuntimeNode, type RuntimeNodeParts, RuntimePair } from './runtime.testing.ts';

class ConstantApply extends ProviderStatistics {
  override pulled(ids: Parameters<ProviderStatistics['pulled']>[0], took: Took): void {
    super.pulled(ids, { ...took, applyMs: took.applyMs === null ? null : 1 });
  }
}

class NeverAnew extends RuntimeReplication {
  override fullSyncNeeded(): boolean {
    return false;
  }
}

class AlwaysAnew extends RuntimeReplication {
  override fullSyncNeeded(): boolean {
    return true;
  }
}

class OfSenderAlone extends RuntimeReplication {
  override fullSyncNeeded(id: Parameters<RuntimeReplication['fullSyncNeeded']>[0]): boolean {
    return Object.keys(this.pending()).length > 0 && super.fullSyncNeeded(id);
  }
}

class NothingPending extends RuntimeReplication {
  override pending(): ReturnType<RuntimeReplication['pending']> {
    return {};
  }
}

/** What a defect in the figures would be, by its name. Each has to be noticed by the one story that is told below. */
const mutants: Record<string, RuntimeNodeParts> = {
  '[S6] last apply duration constant': { Statistics: ConstantApply },
  '[S6] full sync never needed': { Replication: NeverAnew },
  '[S6] full sync always needed': { Replication: AlwaysAnew },
  '[S6] full sync told by the sender alone': { Replication: OfSenderAlone },
  '[S7] pending omitted': { Replication: NothingPending },
};

const provider = 'tag-values';
const applyMs = 37;

describe('The figures of runtime state', () => {
  const path = useTemporaryDirectory();

  beforeEach(() => {
    jasmine.clock().install();
  });
  afterEach(() => {
    jasmine.clock().uninstall();
  });

  it('[S6] [S7] are what really happened', () => {
    expect(faults(path, {})).toEqual([]);
  });

  for (const [name, parts] of Object.entries(mutants)) {
    it(`${name}: this mutant is noticed`, () => {
      expect(faults(path, parts)).not.toEqual([]);
    });
  }
});

/** Everything is sent, then a change, then one that is refused: says what is told wrongly of that. */
function faults(path: (name: string) => string, parts: RuntimeNodeParts): string[] {
  const databases = [openReceipts(path('a.db')), openReceipts(path('b.db'))] as const;
  const pair = new RuntimePair([...databases], parts);
  const [a, b] = pair.nodes;
  const found: string[] = [];
  const check = (
    when: string,
    node: RuntimeNode,
    expected: { needed: boolean; pending?: number; applyMs?: number },
  ) => {
    const is = {
      needed: node.replication.fullSyncNeeded(provider),
      ...('pending' in expected ? { pending: node.replication.pending()[provider] } : {}),
      ...('applyMs' in expected ? { applyMs: node.statistics.pullFacts(provider).lastApplyMs } : {}),
    };
    if (JSON.stringify(is) !== JSON.stringify(expected)) found.push(`${when}: ${node.id} tells ${JSON.stringify(is)}`);
  };
  try {
    slowly(b);
    pair.activate(a);
    for (let index = 0; index < 5000; index += 1) a.tags.set(`Tag ${index}`, index);
    check('before they are linked', b, { needed: true });
    pair.link();
    check('when the link opens', b, { needed: true });
    check('when the link opens', a, { needed: true, pending: 5000 });
    pair.pass(20);
    pair.carry(a, 1);
    check('when a part has come', b, { needed: true });
    pair.settle();
    check('when everything has come', b, { needed: false, applyMs });
    check('when everything has come', a, { needed: false, pending: 0, applyMs });
    for (const key of ['Level', 'Flow', 'Pump']) a.tags.set(key, 1);
    check('when something was changed', a, { needed: false, pending: 3 });
    pair.tamper = nonsense;
    pair.pass(20);
    pair.carryAll();
    check('when it was refused', b, { needed: true });
    pair.tamper = (frame) => frame;
    pair.settle();
    check('when it was taken', b, { needed: false, applyMs });
    pair.cut();
    check('when the link is gone', b, { needed: false });
    return found;
  } finally {
    pair.stop();
    for (const database of databases) database.close();
  }
}

/** To take something in takes as long there. */
function slowly(node: RuntimeNode): void {
  const { tags } = node;
  const [apply, replace] = [tags.apply.bind(tags), tags.replace.bind(tags)];
  tags.apply = (...rows) => {
    node.elapsedMs += applyMs;
    return apply(...rows);
  };
  tags.replace = (...staged) => {
    node.elapsedMs += applyMs;
    return replace(...staged);
  };
}

function nonsense(frame: RuntimeFrame): RuntimeFrame {
  return frame.type === 'rows' && frame.rows.length > 0 ? { ...frame, rows: ['Level', 'much'] } : frame;
}
