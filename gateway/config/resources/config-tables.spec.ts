import { Database } from '../disk/database.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';
import { openStore } from './config-store.testing.ts';
import { configMigrations } from './config-tables.ts';

describe('The tables of the configuration', () => {
  const path = useTemporaryDirectory();

  it('take over what an earlier version wrote', () => {
    const former = new Database(path('config.db'), { migrations: configMigrations.slice(0, 2) });
    former.open();
    const insert = 'INSERT INTO resources VALUES (?, ?, ?, ?, ?, ?, ?)';
    for (const name of ['Level', 'Flow']) former.run(insert, 'tag-config-resource', 'tag', name, '{}', 2, 'anna', 5);
    former.run(`INSERT INTO position (id, lineage, revision, hash) VALUES (1, 'L', 2, 'H')`);
    former.close();
    const store = openStore(path('config.db'));
    const facts = {
      provider: 'tag-config-resource',
      type: 'tag',
      value: '{}',
      revision: 2,
      author: 'anna',
      changedAt: 5,
    };
    expect(store.all()).toEqual([
      { ...facts, name: 'Flow' },
      { ...facts, name: 'Level' },
    ] as ReturnType<typeof store.all>);
    expect(store.position).toEqual({ lineage: 'L', revision: 2, hash: 'H' });
    store.close();
  });
});
