import { GatewayError } from '../../errors.ts';
import { Database } from '../disk/database.ts';
import { hashOf } from './config-chain.ts';
import type { ConfigStore } from './config-store.ts';
import { contentOf, openStore, synchronise, tagChange } from './config-store.testing.ts';
import { configMigrations, numberRow } from './config-tables.ts';
import { runScript } from '../disk/full-disk.testing.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';

const many = { rows: 200, bytes: 256_000 };

describe('The configuration', () => {
  const path = useTemporaryDirectory();
  const open: ConfigStore[] = [];
  const store = (name: string, logBytes = 1_000_000) => {
    const made = openStore(path(name), { logBytes });
    open.push(made);
    return made;
  };
  afterEach(() => open.splice(0).forEach((each) => each.close()));

  it('[G3] gives changes of one moment a revision each, and refuses a wrong one alone', async () => {
    const master = store('a.db');
    const outcomes = await Promise.allSettled([
      master.write([tagChange('Level', '1', null)], 'anna'),
      master.write([tagChange('Level', '2', null)], 'ben'),
      master.write([tagChange('Level', '3', 1)], 'ben'),
      master.write([tagChange('Nothing', null)], 'ben'),
      master.write([tagChange('Flow', '4', 'any')], 'ben'),
    ]);
    expect(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.revision : codeOf(outcome))),
    ).toEqual([1, 'preconditionRequired', 2, 'notFound', 3]);
    expect(master.get('tag', 'Level')).toEqual(jasmine.objectContaining({ value: '3', revision: 2, author: 'ben' }));
    master.close();
    expect(contentOf(store('a.db')).position).toEqual(jasmine.objectContaining({ revision: 3 }));
  });

  it('[G3] commits writers that come together with one flush of the disk', async () => {
    const master = store('a.db');
    let commits = 0;
    master.onChange(() => (commits += 1));
    await Promise.all(Array.from({ length: 40 }, (_each, at) => master.write([tagChange(`T${at}`, '1')], 'anna')));
    expect(commits).toBe(1);
    expect(master.position?.revision).toBe(40);
  });

  it('[G3] tells of a change first who has to send it on', async () => {
    const master = store('a.db');
    const told: string[] = [];
    master.onChange(() => told.push('others'));
    const endFirst = master.onChange(() => told.push('first'), 'first');
    await master.write([tagChange('Level', '1')], 'anna');
    endFirst();
    await master.write([tagChange('Level', '2')], 'anna');
    expect(told).toEqual(['first', 'others', 'others']);
  });

  it('[G3] refuses a change of what somebody else changed in the meantime', async () => {
    const master = store('a.db');
    await master.write([tagChange('Level', '1', null)], 'anna');
    await master.write([tagChange('Level', '2', 1)], 'ben');
    await expectAsync(master.write([tagChange('Level', '3', 1)], 'anna')).toBeRejectedWithError(
      GatewayError,
      'Somebody else changed it in the meantime',
    );
    await expectAsync(master.write([tagChange('Level', null, 1)], 'anna')).toBeRejected();
    expect(master.get('tag', 'Level')?.value).toBe('2');
  });

  it('[G3] writes several changes or none of them', async () => {
    const master = store('a.db');
    await expectAsync(master.write([tagChange('A', '1'), tagChange('B', '1', 7)], 'anna')).toBeRejected();
    expect(contentOf(master).resources).toEqual([]);
  });

  it('[G3] has a change that comes alone both in the log and among the resources, or in neither', async () => {
    const master = store('a.db');
    await master.write([tagChange('Level', '1')], 'anna');
    const other = refusing(path('a.db'), 'UPDATE ON resources');
    await expectAsync(master.write([tagChange('Level', '2')], 'anna')).toBeRejectedWithError('refused');
    expect(other.all('SELECT max(revision) AS number FROM log', numberRow)).toEqual([{ number: 1 }]);
    allow(other);
    expect(master.get('tag', 'Level')).toEqual(jasmine.objectContaining({ value: '1', revision: 1 }));
    expect((await master.write([tagChange('Level', null)], 'ben')).revision).toBe(2);
    expect(master.get('tag', 'Level')).toBeNull();
  });

  it('[G3] deletes a resource, and none of another type that has its name', async () => {
    const master = store('a.db');
    const project = { ...tagChange('Level', '1'), provider: 'projects', type: 'project' } as const;
    await master.write([tagChange('Level', '1'), project], 'anna');
    await master.write([tagChange('Level', null)], 'anna');
    expect(master.get('tag', 'Level')).toBeNull();
    expect(master.get('project', 'Level')?.value).toBe('1');
  });

  it('[G3] has no history where its very first change failed', async () => {
    const master = store('a.db');
    const other = refusing(path('a.db'), 'INSERT ON log');
    await expectAsync(master.write([tagChange('Level', '1')], 'anna')).toBeRejectedWithError('refused');
    allow(other);
    master.close();
    master.open();
    expect(master.position).toBeNull();
  });

  it('[G3] sends nothing on of changes that failed, and tells nobody of them', async () => {
    const [master, backup] = [store('a.db'), store('b.db')];
    await master.write([tagChange('Level', '1')], 'anna');
    synchronise(master, backup);
    const told: unknown[] = [];
    master.onChange((_before, rows) => told.push(rows?.map(({ value }) => value)));
    const other = refusing(path('a.db'), 'INSERT ON log WHEN NEW.revision = 3');
    const failed = master.write([tagChange('Level', 'lost'), tagChange('Flow', 'lost')], 'anna');
    await expectAsync(failed).toBeRejectedWithError('refused');
    await expectAsync(master.write([tagChange('Flow', '1', 7)], 'ben')).toBeRejected();
    allow(other);
    expect(master.rowsAfter(backup.position!, many)).toEqual({ kind: 'rows', rows: [], end: backup.position! });
    for (const value of ['2', '3']) await master.write([tagChange('Level', value)], 'anna');
    expect(synchronise(master, backup)).toBeTrue();
    expect(contentOf(backup)).toEqual(contentOf(master));
    expect(told).toEqual([['2'], ['3']]);
  });

  it('[G3] sends the same rows from its disk as from memory', async () => {
    const master = store('a.db');
    const before = master.found();
    for (const value of ['1', null]) await master.write([tagChange('Level', value)], 'anna');
    const late = master.rowsAfter(before, many);
    master.close();
    expect(store('a.db').rowsAfter(before, many)).toEqual(late);
  });

  it('[G3] knows of each resource who changed it last, when, and by which provider', async () => {
    let now = 1000;
    const master = openStore(path('a.db'), { now: () => (now += 1) });
    open.push(master);
    await master.write([tagChange('Level', '1')], 'anna');
    await master.write([{ ...tagChange('Level', '2'), provider: 'config-resource' }], 'ben');
    const last = { value: '2', revision: 2, author: 'ben', changedAt: 1002, provider: 'config-resource' } as const;
    expect(master.get('tag', 'Level')).toEqual({ type: 'tag', name: 'Level', ...last });
  });

  it('[G3] chains every change to the one before, and a Backup takes nothing that is out of the chain', async () => {
    const [master, backup] = [store('a.db'), store('b.db')];
    await master.write([tagChange('Level', '1')], 'anna');
    synchronise(master, backup);
    await master.write([tagChange('Level', '2'), tagChange('Flow', '2')], 'anna');
    const found = master.rowsAfter(backup.position!, many);
    const rows = found.kind === 'rows' ? found.rows : [];
    expect(rows[1]?.previousHash).toBe(hashOf(rows[0]!));
    const before = contentOf(backup);
    for (const wrong of [rows.slice(1), rows.toReversed(), [rows[0]!, { ...rows[1]!, previousHash: 'other' }]]) {
      expect(() => backup.apply(wrong)).toThrowError(/does not continue the history/);
      expect(contentOf(backup)).toEqual(before);
    }
    backup.apply(rows);
    expect(contentOf(backup)).toEqual(contentOf(master));
  });

  it('[G3] tells a Backup far behind from one with another history, though the log was trimmed', async () => {
    const [master, behind, other] = [store('a.db', 2000), store('b.db'), store('c.db')];
    await master.write([tagChange('Level', '1')], 'anna');
    synchronise(master, behind);
    synchronise(master, other);
    await other.write([tagChange('Level', 'elsewhere')], 'eve');
    for (let at = 0; at < 40; at += 1) await master.write([tagChange('Level', `${at}`)], 'anna');
    expect(master.rowsAfter(behind.position!, many).kind).toBe('tooFar');
    expect(master.rowsAfter(other.position!, many).kind).toBe('diverged');
    expect(master.log.bytes()).toBeLessThan(2100 + 300);
    expect(master.countsAfter(1)).toEqual({ 'tag-config-resource': 40 });
  });

  it('[G3] sends no Backup back that is ahead, or of the time before a Master lost its disk', async () => {
    const [master, backup, emptied] = [store('a.db'), store('b.db'), store('c.db')];
    await master.write([tagChange('Level', '1')], 'anna');
    synchronise(master, backup);
    emptied.found();
    expect(emptied.rowsAfter(backup.position!, many).kind).toBe('diverged');
    await backup.write([tagChange('Level', '2')], 'eve');
    expect(master.rowsAfter(backup.position!, many).kind).toBe('diverged');
  });

  it('[G3] loses no answered change when the process is killed, and keeps none by half', () => {
    const modules = JSON.stringify(new URL('./config-store.testing.ts', import.meta.url).href);
    const killed = runScript(`
      const { openStore, tagChange } = await import(${modules});
      const store = openStore(${JSON.stringify(path('a.db'))});
      await store.write([tagChange('Answered', '1')], 'anna');
      store.write([tagChange('A', '2'), tagChange('B', '2')], 'anna');
      setImmediate(() => process.kill(process.pid, 'SIGKILL'));
      await new Promise(() => setInterval(() => undefined, 1000));`);
    expect(killed.signal).toBe('SIGKILL');
    const names = store('a.db')
      .all()
      .map(({ name }) => name);
    expect([['Answered'], ['A', 'Answered', 'B']]).toContain(names);
  });
});

function codeOf({ reason }: PromiseRejectedResult): string {
  return reason instanceof GatewayError ? reason.code : String(reason);
}

/** A connection by which the changes are refused that the trigger is for, until it is dropped. */
function refusing(path: string, what: string): Database {
  const database = new Database(path, { migrations: configMigrations });
  database.open();
  database.script(`CREATE TRIGGER refuse BEFORE ${what} BEGIN SELECT RAISE(ABORT, 'refused'); END`);
  return database;
}

function allow(refusing: Database): void {
  refusing.script('DROP TRIGGER refuse');
  refusing.close();
}
