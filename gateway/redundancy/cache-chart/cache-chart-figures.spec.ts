import * as fc from 'fast-check';
import type { ConfigStore } from '../../config/resources/config-store.ts';
import { openStore, tagChange } from '../../config/resources/config-store.testing.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { CacheMeasure, type CacheFigures } from './cache-chart-figures.ts';

type Measure = Pick<CacheMeasure, 'figures'>;

describe('What a Master keeps for its Backup', () => {
  const path = useTemporaryDirectory();
  let files = 0;
  const open = (logBytes: number) => openStore(path(`config-${files++}.db`), { logBytes });

  it('[S5] is counted right, whatever is written, acknowledged and forgotten meanwhile', async () => {
    const steps = fc.array(fc.record({ writes: fc.nat(6), acknowledges: fc.nat(8) }), { maxLength: 30 });
    const property = fc.asyncProperty(steps, async (story) => {
      expect(await firstFault(open(3000), (log) => new CacheMeasure(log), story)).toBeNull();
    });
    await fc.assert(property, { numRuns: 30 });
  });

  const mutants: Record<string, (store: ConfigStore['log']) => Measure> = {
    'value constant': () => ({ figures: () => ({ updates: 3, bytes: 627, logBytes: 627 }) }),
    'direction swapped': (log) => ({ figures: (head, acknowledged) => acknowledgedInstead(log, acknowledged, head!) }),
    'bytes of the whole log': (log) => ({
      figures: (head, acknowledged) => ({
        ...new CacheMeasure(log).figures(head, acknowledged),
        bytes: log.bytes(),
      }),
    }),
  };
  for (const [name, faulty] of Object.entries(mutants)) {
    it(`[S5] is proved by what notices the mutant "${name}"`, async () => {
      const story = [
        { writes: 3, acknowledges: 0 },
        { writes: 2, acknowledges: 4 },
      ];
      expect(await firstFault(open(100_000), faulty, story)).not.toBeNull();
    });
  }
});

/** Says where the figures are not those of a recount. */
async function firstFault(
  store: ConfigStore,
  make: (log: ConfigStore['log']) => Measure,
  story: readonly { writes: number; acknowledges: number }[],
): Promise<string | null> {
  const measure = make(store.log);
  let acknowledged = 0;
  for (const { writes, acknowledges } of story) {
    for (let at = 0; at < writes; at += 1) await store.write([tagChange(`T${at}`, 'x'.repeat(at * 50))], 'anna');
    acknowledged = Math.min(acknowledged + acknowledges, store.position?.revision ?? 0);
    const [found, expected] = [measure.figures(store.position, acknowledged), recounted(store, acknowledged)];
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      store.close();
      return `${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`;
    }
  }
  store.close();
  return null;
}

/** From all the rows that there are. */
function recounted({ log, position }: ConfigStore, acknowledged: number): CacheFigures {
  const head = position?.revision ?? 0;
  const revisions = Array.from({ length: head - acknowledged }, (_each, at) => acknowledged + at + 1);
  const sizes = revisions.map((revision) => log.bytesBetween(revision - 1, revision)).filter((bytes) => bytes > 0);
  return { updates: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0), logBytes: log.bytes() };
}

/** As if the Backup sent to the Master. */
function acknowledgedInstead(log: ConfigStore['log'], acknowledged: number, head: { revision: number }): CacheFigures {
  const updates = Math.min(acknowledged, head.revision);
  return { updates, bytes: log.bytesBetween(0, acknowledged), logBytes: log.bytes() };
}
