import { Database } from '../disk/database.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';
import type { Change, ConfigStore } from './config-store.ts';
import { openStore, stageAll, tagChange } from './config-store.testing.ts';

describe('How much of the log is pending', () => {
  const path = useTemporaryDirectory();
  let store: ConfigStore;
  beforeEach(() => (store = openStore(path('config.db'), { logBytes: 100_000_000 })));
  afterEach(() => store.close());

  it('[S5] is read once, then only what came since and what was acknowledged', async () => {
    await write(store, 3000);
    const read = rangesRead();
    for (let asked = 0; asked < 3; asked += 1) expect(store.countsAfter(0)).toEqual(halves(3000));
    expect(read()).toEqual([[0, 3000]]);
    await write(store, 1000);
    expect(store.countsAfter(0)).toEqual(halves(4000));
    expect(store.countsAfter(500)).toEqual(halves(3500));
    expect(read()).toEqual([
      [3000, 4000],
      [0, 500],
    ]);
  });

  it('[S5] is not read again because somebody counted a part of it', async () => {
    await write(store, 3000);
    store.countsAfter(0);
    expect(store.log.counts(0, 200)).toEqual(halves(200));
    const read = rangesRead();
    expect(store.countsAfter(200)).toEqual(halves(2800));
    expect(read()).toEqual([[0, 200]]);
  });

  it('[S5] is nothing after all of it was exchanged for what another node holds', async () => {
    await write(store, 3000);
    expect(store.countsAfter(0)).toEqual(halves(3000));
    const other = openStore(path('other.db'));
    await write(other, 3000);
    stageAll(other, store);
    other.close();
    store.stage.complete();
    store.swap();
    expect(store.countsAfter(0)).toEqual({});
  });
});

describe('A log that holds far more than it may', () => {
  const path = useTemporaryDirectory();

  it('[G3] is made shorter with each change, never by all of it at once', async () => {
    const filled = openStore(path('config.db'), { logBytes: 100_000_000 });
    await write(filled, 10_000);
    filled.close();
    const store = openStore(path('config.db'), { logBytes: 100_000 });
    for (let removed = 2000; removed <= 8000; removed += 2000) {
      await write(store, 2);
      expect(store.log.oldest()).toBe(removed + 1);
    }
    await write(store, 2);
    expect(store.log.bytes()).toBeLessThanOrEqual(100_000);
    expect(store.countsAfter(0)).toEqual(halves(10_010));
    store.close();
  });
});

/** Tags and projects by turns. */
async function write(store: ConfigStore, count: number): Promise<void> {
  const changes = Array.from({ length: count }, (_each, at): Change => {
    return at % 2 === 0 ? tagChange(`T${at}`, '1') : { ...tagChange(`P${at}`, '1'), provider: 'projects' };
  });
  await store.write(changes, 'anna');
}

function halves(count: number) {
  return { 'tag-config-resource': count / 2, projects: count / 2 };
}

/** Which revisions were counted on the disk since the last look. */
function rangesRead(): () => unknown[] {
  const all = spyOn(Database.prototype, 'all').and.callThrough();
  return () => {
    const counted = all.calls.allArgs().filter(([sql]) => sql.includes('GROUP BY provider'));
    all.calls.reset();
    return counted.map(([, , after, upTo]) => [after, upTo]);
  };
}
