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

  it('take over what an earlier version had put aside whole, with the changes after it', () => {
    const former = new Database(path('config.db'), { migrations: configMigrations.slice(0, 3) });
    former.open();
    const insert = 'INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?)';
    former.run(insert, 'tag-config-resource', 'tag', 'Level', '{}', 1, 'anna', 5);
    former.run(`INSERT INTO staged_log VALUES (2, 'p', 'tag', 'Level', '{}', NULL, 'anna', 5, 'H', 'I', 300)`);
    const manifest = { id: 'x', position: { lineage: 'L', revision: 1, hash: 'H' }, parts: 1, rows: 1, bytes: 2 };
    const position = { lineage: 'L', revision: 2, hash: 'I' };
    former.run(`INSERT INTO stage VALUES (1, ?, 2, ?)`, JSON.stringify(manifest), JSON.stringify(position));
    former.run(`INSERT INTO staged_parts VALUES (0, 'digest')`);
    former.close();
    const store = openStore(path('config.db'));
    expect(store.position).toEqual(position);
    expect(store.all().map(({ name }) => name)).toEqual(['Level']);
    expect(store.log.counts(0, 2)).toEqual({ p: 1 });
    expect(store.stage.current).toBeNull();
    store.close();
  });
});
