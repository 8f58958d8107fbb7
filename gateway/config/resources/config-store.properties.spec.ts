import fc from 'fast-check';
import type { ConfigStore } from './config-store.ts';
import { contentOf, openStore, synchronise, tagChange } from './config-store.testing.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';

const name = fc.constantFrom('A', 'B', 'C', 'D');
const step = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), name, value: fc.string({ maxLength: 120 }) }),
  fc.record({ kind: fc.constant('delete' as const), name }),
  fc.record({ kind: fc.constant('synchronise' as const), rows: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constantFrom('restartMaster' as const, 'restartBackup' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('The configuration of two nodes', () => {
  const path = useTemporaryDirectory();
  let run = 0;

  it('[G3] is what the administrator wrote, on both, after any writes, restarts, trims and synchronisations', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const two = new Two(path(`${(run += 1)}-a.db`), path(`${run}-b.db`));
        for (const each of steps) await two.perform(each);
        expect(synchronise(two.master, two.backup)).toBeTrue();
        expect(two.backup.position).toEqual(two.master.position);
        expect(two.backup.all()).toEqual(two.master.all());
        expect(new Map(two.master.all().map((row) => [row.name, row.value]))).toEqual(two.written());
        two.close();
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('[G3] is left as it is on a Backup with another history, whatever the Master holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const two = new Two(path(`${(run += 1)}-a.db`), path(`${run}-b.db`));
        await two.perform({ kind: 'put', name: 'A', value: 'shared' });
        synchronise(two.master, two.backup);
        await two.backup.write([tagChange('A', 'elsewhere')], 'eve');
        const kept = contentOf(two.backup);
        await two.perform({ kind: 'put', name: 'A', value: 'here' });
        for (const each of steps) await two.perform(each);
        expect(synchronise(two.master, two.backup)).toBeFalse();
        expect(contentOf(two.backup)).toEqual(kept);
        two.close();
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});

/** Both nodes, and what an administrator believes to be configured. */
class Two {
  readonly #paths: [string, string];
  readonly #model = new Map<string, string>();
  master: ConfigStore;
  backup: ConfigStore;

  constructor(...paths: [string, string]) {
    this.#paths = paths;
    this.master = openStore(paths[0], { logBytes: 1500 });
    this.backup = openStore(paths[1], { logBytes: 1500 });
    this.master.found();
  }

  written(): Map<string, string> {
    return new Map([...this.#model].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  async perform(each: Step): Promise<void> {
    switch (each.kind) {
      case 'put':
        await this.master.write([tagChange(each.name, each.value)], 'anna');
        this.#model.set(each.name, each.value);
        return;
      case 'delete':
        await this.master.write([tagChange(each.name, null)], 'anna').catch(() => undefined);
        this.#model.delete(each.name);
        return;
      case 'synchronise':
        synchronise(this.master, this.backup, { rows: each.rows, bytes: 400 });
        return;
      case 'restartMaster':
        this.master.close();
        this.master = openStore(this.#paths[0], { logBytes: 1500 });
        return;
      case 'restartBackup':
        this.backup.close();
        this.backup = openStore(this.#paths[1], { logBytes: 1500 });
        return;
    }
  }

  close(): void {
    this.master.close();
    this.backup.close();
  }
}
