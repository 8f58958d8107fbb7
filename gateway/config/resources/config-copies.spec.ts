import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readdirSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { resourceFile } from '#contract/resources';
import type { ConfigStore } from './config-store.ts';
import { contentOf, openStore, stageAll, synchronise, tagChange } from './config-store.testing.ts';
import { copyInWorker } from './copy-order.ts';
import { runScript } from '../disk/full-disk.testing.ts';
import { KeptBackupsDirectory } from './kept-backups.ts';
import { type SnapshotFile, SnapshotSource } from './snapshot-source.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';

const memory = JSON.stringify({ source: 'memory', dataType: 'number' });

describe('Copies of the configuration', () => {
  const path = useTemporaryDirectory();
  const open: ConfigStore[] = [];
  const store = (name: string) => {
    const made = openStore(path(name));
    open.push(made);
    return made;
  };
  afterEach(() => open.splice(0).forEach((each) => each.close()));

  it('[G3] are made in a thread of their own, of one instant, while changes go on', async () => {
    const master = store('a.db');
    const names = Array.from({ length: 900 }, (_each, at) => tagChange(`T${at}`, memory));
    await master.write(names, 'anna');
    const before = contentOf(master);
    const source = new SnapshotSource(path('full-sync'));
    const taking = new Promise<SnapshotFile>((done, failed) => source.take(master.path, { done, failed }));
    await master.write([tagChange('T7', 'later'), tagChange('T8', null)], 'ben');
    const file = await taking;
    const { manifest } = file;
    expect(manifest.parts).toBeGreaterThan(1);
    const rows = Array.from({ length: manifest.parts }, (_each, part) => JSON.parse(file.part(part).data) as unknown[]);
    const content = { position: manifest.position, resources: rows.flat() };
    expect([before, contentOf(master)]).toContain(content as never);
  });

  it('[G3] have the same name when they hold the same: a transfer can go on after both nodes started anew', async () => {
    const master = store('a.db');
    await master.write([tagChange('Level', memory)], 'anna');
    const take = () =>
      new Promise<SnapshotFile>((done, failed) => new SnapshotSource(path('full')).take(master.path, { done, failed }));
    const [one, other] = [await take(), await take()];
    expect(other.manifest).toEqual(one.manifest);
    await master.write([tagChange('Flow', memory)], 'anna');
    expect((await take()).manifest.id).not.toBe(one.manifest.id);
  });

  it('[G4] know which files of modules they need, and that it is not known of one that was damaged', async () => {
    const backup = store('b.db');
    const module = {
      provider: 'modules',
      type: 'module',
      name: 'm',
      value: '{"sha256":"abc"}',
      expected: null,
    } as const;
    await backup.write([tagChange('Level', memory), module], 'anna');
    const directory = path('backups');
    const backups = new KeptBackupsDirectory({ directory, path: backup.path, now: () => 1_700_000_000_000 });
    expect(backups.modules()).toEqual([]);
    const id = await backups.keep('Replaced by A');
    expect(backups.modules()).toEqual(['abc']);
    writeFileSync(`${directory}/${id}.note`, '{"id":');
    expect(backups.modules()).toBeNull();
    expect(backups.list()).toEqual([]);
  });

  it('[G3] keep what is replaced, as a file that can be imported and as a database that opens', async () => {
    const backup = store('b.db');
    await backup.write([tagChange('Level', memory)], 'anna');
    const directory = path('backups');
    const backups = new KeptBackupsDirectory({ directory, path: backup.path, now: () => 1_700_000_000_000 });
    const ids = [await backups.keep('Replaced by A'), await backups.keep('Replaced by A again')];
    expect(backups.list().map(({ id, because }) => [id, because])).toEqual([
      [ids[1] ?? '', 'Replaced by A again'],
      [ids[0] ?? '', 'Replaced by A'],
    ]);
    expect(backups.list()[0]).toEqual(jasmine.objectContaining({ resources: 1, revision: 1 }));
    const stream = backups.read(ids[0] ?? '', 'json');
    const file = resourceFile.parse(JSON.parse(stream === null ? '' : await text(stream)));
    expect(file.resources).toEqual([{ type: 'tag', name: 'Level', value: JSON.parse(memory) as unknown }]);
    expect(file.holds).toContain('Not in it: users, their passwords');
    const copy = openStore(`${directory}/${ids[0]}.db`);
    expect(contentOf(copy)).toEqual(contentOf(backup));
    copy.close();
    for (const wrong of ['../b', `${ids[0]}/..`, '20200101-000000']) expect(backups.read(wrong, 'json')).toBeNull();
  });

  it('[G3] keep what was acknowledged where that is put aside, not what the node still goes by', async () => {
    const [master, backup] = [store('a.db'), store('b.db')];
    await master.write([tagChange('Level', memory)], 'anna');
    stageAll(master, backup);
    backup.stage.complete();
    expect(backup.position).toBeNull();
    const directory = path('backups');
    const backups = new KeptBackupsDirectory({ directory, path: backup.path, now: () => 1_700_000_000_000 });
    const id = await backups.keep('Replaced by C');
    expect(backups.list()[0]).toEqual(jasmine.objectContaining({ resources: 1, revision: 1 }));
    const file = resourceFile.parse(JSON.parse(await text(backups.read(id, 'json')!)));
    expect(file.resources.map(({ name }) => name)).toEqual(['Level']);
  });

  it('[G3] lead on for others: from where all of it stood, by what came behind it while it was put aside', async () => {
    const [master, backup, other] = [store('a.db'), store('b.db'), store('c.db')];
    await master.write([tagChange('Level', memory)], 'anna');
    synchronise(master, other);
    stageAll(master, backup);
    const begin = backup.stage.complete();
    await master.write([tagChange('Level', '2')], 'anna');
    const found = master.rowsAfter(begin, { rows: 9, bytes: 1000 });
    backup.apply(found.kind === 'rows' ? found.rows : []);
    backup.swap();
    expect(backup.countsAfter(begin.revision)).toEqual({ 'tag-config-resource': 1 });
    await backup.write([tagChange('Flow', memory)], 'ben');
    expect(backup.rowsAfter(begin, { rows: 9, bytes: 1000 })).toEqual(jasmine.objectContaining({ kind: 'rows' }));
    expect(synchronise(backup, other)).toBeTrue();
    expect(contentOf(other)).toEqual(contentOf(backup));
  });

  it('[G3] are given up when nothing of them moves any more, and can be made again', async () => {
    const master = store('a.db');
    await master.write([tagChange('Level', memory)], 'anna');
    const target = path('stuck.parts');
    // To open it takes as long as nobody reads it.
    execFileSync('mkfifo', [target]);
    jasmine.clock().install();
    const copy = copyInWorker({ kind: 'snapshot', path: master.path, target });
    jasmine.clock().tick(31_000);
    jasmine.clock().uninstall();
    await expectAsync(copy).toBeRejectedWithError(/no progress for 30 s/);
    closeSync(openSync(target, constants.O_RDONLY | constants.O_NONBLOCK));
    const again = await copyInWorker({ kind: 'snapshot', path: master.path, target: path('again.parts') });
    expect(again.manifest.rows).toBe(1);
  });

  it('[G3] are waited for as long as they grow', async () => {
    const master = store('a.db');
    await master.write([tagChange('Level', memory)], 'anna');
    const target = path('slow');
    jasmine.clock().install();
    const copy = copyInWorker({ kind: 'backup', path: master.path, target });
    for (let grown = 1; grown < 10; grown += 1) {
      writeFileSync(`${target}.part`, 'x'.repeat(grown));
      jasmine.clock().tick(20_000);
    }
    jasmine.clock().uninstall();
    expect((await copy).resources).toBe(1);
  });

  it('[G3] that were begun before the last one do not take its place', () => {
    const begun: { target: string; done: () => void }[] = [];
    const source = new SnapshotSource(path('full-sync'), ({ target }, { done }) => {
      writeFileSync(target, 'rows');
      const position = { lineage: 'a', revision: begun.length, hash: '' };
      const manifest = { id: target, position, parts: 0, rows: 0, bytes: 4 };
      begun.push({ target, done: () => done({ manifest, parts: [] }) });
    });
    const came: string[] = [];
    for (let times = 0; times < 2; times += 1) {
      source.take(path('a.db'), { done: ({ manifest }) => came.push(manifest.id), failed: fail });
    }
    const [first, last] = begun;
    last?.done();
    first?.done();
    expect(came).toEqual([last?.target ?? '']);
    expect(source.kept?.manifest.id).toBe(last?.target);
    expect(readdirSync(path('full-sync'))).toEqual(['2.parts']);
  });

  it('[G3] leave nothing behind that a full disk or a crash broke off', async () => {
    const source = new SnapshotSource(path('full-sync'), ({ target }, { failed }) => {
      writeFileSync(target, 'begun');
      failed(new Error('no room'));
    });
    source.take(path('a.db'), { done: fail, failed: () => undefined });
    expect(readdirSync(path('full-sync'))).toEqual([]);
    const master = store('a.db');
    await master.write([tagChange('Level', memory)], 'anna');
    const parts = { directory: path('backups'), path: master.path, now: () => 1_700_000_000_000 };
    const broken = new KeptBackupsDirectory({
      ...parts,
      copy: ({ target }) => {
        for (const ending of ['db', 'db-journal', 'part']) writeFileSync(`${target}.${ending}`, 'begun');
        return Promise.reject(new Error('no room'));
      },
    });
    await expectAsync(broken.keep('Replaced by A')).toBeRejected();
    const later = new KeptBackupsDirectory({ ...parts, now: () => 1_700_000_100_000 });
    const ids = [await later.keep('Replaced by A'), await later.keep('Replaced by A')];
    const files = ids.flatMap((id) => ['db', 'json', 'note'].map((ending) => `${id}.${ending}`));
    expect(readdirSync(parts.directory).sort()).toEqual(files.sort());
  });

  it('[G3] leave old or new, never half, when the process is killed as it puts one in place', () => {
    const modules = JSON.stringify(new URL('./config-store.testing.ts', import.meta.url).href);
    for (const moment of ['add', 'complete', 'swap']) {
      const [master, backup] = [`${moment}-a.db`, `${moment}-b.db`];
      const killed = runScript(`
        const { openStore, stageAll, tagChange } = await import(${modules});
        const master = openStore(${JSON.stringify(path(master))});
        const backup = openStore(${JSON.stringify(path(backup))});
        await master.write([tagChange('A', '1'), tagChange('B', '1')], 'anna');
        await backup.write([tagChange('Old', '1')], 'anna');
        stageAll(master, backup);
        if (${moment !== 'add'}) backup.stage.complete();
        if (${moment === 'swap'}) backup.swap();
        process.kill(process.pid, 'SIGKILL');`);
      expect(killed.signal).toBe('SIGKILL');
      const names = store(backup)
        .all()
        .map(({ name }) => name);
      expect(names).toEqual(moment === 'add' ? ['Old'] : ['A', 'B']);
    }
  });
});
