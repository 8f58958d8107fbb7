import { readdirSync, readlinkSync } from 'node:fs';
import { Database } from '../disk/database.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';
import type { ConfigStore } from './config-store.ts';
import { contentOf, openStore, stageAll, synchronise, tagChange } from './config-store.testing.ts';
import { configMigrations } from './config-tables.ts';

const many = { rows: 200, bytes: 256_000 };

describe('Changes that are made by triggers', () => {
  const path = useTemporaryDirectory();
  const open: ConfigStore[] = [];
  const store = (name: string, now = () => 1000) => {
    const made = openStore(path(name), { now, logBytes: 100_000_000 });
    open.push(made);
    return made;
  };
  afterEach(() => open.splice(0).forEach((each) => each.close()));

  it('[G3] need no room outside the data directory, however large they are', async () => {
    if (process.platform !== 'linux') pending('only Linux tells which files a process holds open');
    const held = new Set<string>();
    const master = store('a.db', () => {
      for (const file of heldFiles()) held.add(file);
      return 1000;
    });
    const changes = (value: string) => Array.from({ length: 10 }, (_each, at) => tagChange(`T${at}`, value));
    for (const value of ['1', '2', '3']) await master.write(changes(value.repeat(130_000)), 'anna');
    expect([...held].filter((file) => file.includes(path('a.db'))).length).toBeGreaterThan(0);
    expect([...held].filter((file) => file.includes('etilqs'))).toEqual([]);
  });

  it('[G3] are made on after a full synchronisation could not take its place', async () => {
    const [master, backup] = [store('a.db'), store('b.db')];
    await master.write([tagChange('Level', '1')], 'anna');
    synchronise(master, backup);
    stageAll(master, backup);
    refuse('put_aside', () => backup.stage.complete());
    await changeBoth(master, backup);
    expect(contentOf(backup)).toEqual(contentOf(master));

    stageAll(master, backup);
    backup.stage.complete();
    refuse('trimmed', () => backup.swap());
    await changeBoth(master, backup);
    backup.swap();
    await changeBoth(master, backup);
    expect(contentOf(backup)).toEqual(contentOf(master));
  });

  function refuse(table: string, work: () => void): void {
    const other = new Database(path('b.db'), { migrations: configMigrations });
    other.open();
    other.script(`CREATE TRIGGER refuse BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'refused'); END`);
    expect(work).toThrowError('refused');
    other.script('DROP TRIGGER refuse');
    other.close();
  }
});

async function changeBoth(master: ConfigStore, backup: ConfigStore): Promise<void> {
  for (const value of ['2', null, '3']) {
    await master.write([tagChange('Level', value)], 'ben');
    const found = master.rowsAfter(backup.standing!, many);
    if (found.kind === 'rows') backup.apply(found.rows);
  }
}

function heldFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}
