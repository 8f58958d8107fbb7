import { configMigrations } from './config-tables.ts';
import { openStore, tagChange } from './config-store.testing.ts';
import { Database } from '../disk/database.ts';
import { tellInSlices } from './tell-in-slices.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';

describe('What another thread changed', () => {
  const path = useTemporaryDirectory();
  const names = Array.from({ length: 2000 }, (_each, at) => `T${String(at).padStart(4, '0')}`);
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('[G3] is told later where the disk could not be read, and ends nothing', () => {
    jasmine.clock().install();
    const row = {
      provider: 'projects' as const,
      type: 'tag',
      name: 'A',
      value: '1',
      revision: 2,
      author: '',
      changedAt: 0,
    };
    const all = jasmine.createSpy().and.throwError('disk I/O error');
    const told: string[] = [];
    tellInSlices({ isOpen: true, all, get: () => null }, 1, (rows) => told.push(...rows.map(({ name }) => name)));
    expect(told).toEqual([]);
    all.and.returnValue([row]);
    jasmine.clock().tick(1000);
    expect(told).toEqual(['A']);
    jasmine.clock().uninstall();
  });

  for (const [which, changed] of [
    ['all', names],
    ['the first and the last', ['T0000', 'T1999']],
    ['two on both sides of a border', ['T0249', 'T0250']],
    ['one in the middle', ['T1000']],
  ] as const) {
    it(`[G3] is told whole and once, and not all of it looked at at once, where it is ${which}`, async () => {
      const store = openStore(path('config.db'));
      const changes = (of: readonly string[]) => of.map((name) => tagChange(name, '1'));
      const { revision } = await store.write(changes(names), 'anna');
      await store.write(changes(changed), 'ben');
      const database = new Database(path('config.db'), { migrations: configMigrations });
      database.open();
      const told: string[] = [];
      tellInSlices(database, revision, (rows) => told.push(...rows.map(({ name }) => name)));
      expect(told).toEqual(changed.filter((name) => name < 'T0250'));
      for (let turns = 0; turns < 9; turns += 1) await turn();
      expect(told).toEqual([...changed]);
      database.close();
      store.close();
    });
  }
});
