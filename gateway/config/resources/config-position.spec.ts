import { Database } from '../disk/database.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';
import { openStore, stageAll, tagChange } from './config-store.testing.ts';
import { configMigrations, positionRow } from './config-tables.ts';

describe('Where the configuration stands', () => {
  const path = useTemporaryDirectory();
  const reopened = () => {
    const store = openStore(path('config.db'));
    store.close();
    return store.position;
  };

  it('[G3] is the end of its log after a restart, however little the log may hold', async () => {
    const store = openStore(path('config.db'), { logBytes: 10 });
    for (const name of ['A', 'B', 'C']) await store.write([tagChange(name, '"long"')], 'anna');
    const { position } = store;
    expect(store.log.oldest()).toBe(3);
    store.close();
    expect(position?.revision).toBe(3);
    expect(reopened()).toEqual(position);
  });

  it('[G3] is where everything was taken over while no change came after it, and behind each that comes', async () => {
    const master = openStore(path('master.db'));
    await master.write([tagChange('A', '1'), tagChange('B', '1')], 'anna');
    const former = openStore(path('config.db'));
    stageAll(master, former);
    former.stage.complete();
    former.swap();
    former.close();
    expect(reopened()).toEqual(master.position);
    const next = openStore(path('config.db'));
    await next.write([tagChange('C', '1')], 'anna');
    next.close();
    expect(next.position?.revision).toBe(3);
    expect(reopened()).toEqual(next.position);
    master.close();
  });

  it('[G3] keeps the history before, and where that ended, however often all of this one is taken over', async () => {
    const master = openStore(path('master.db'));
    await master.write([tagChange('A', '1')], 'anna');
    const store = openStore(path('config.db'));
    for (const name of ['B', 'C', 'D']) await store.write([tagChange(name, '1')], 'bert');
    const ended = store.position;
    for (const value of ['2', '3']) {
      stageAll(master, store);
      store.stage.complete();
      store.swap();
      await master.write([tagChange('A', value)], 'anna');
    }
    for (const each of [master, store]) each.close();
    const database = new Database(path('config.db'), { migrations: configMigrations });
    database.open();
    const columns = 'previousLineage AS lineage, previousRevision AS revision, previousHash AS hash';
    expect(database.get(`SELECT ${columns} FROM history`, positionRow)).toEqual(ended);
    database.close();
  });
});
