import type { ReplicationFrame } from '#contract/replication-frames';
import { digestOf } from '../../config/resources/config-chain.ts';
import { contentOf, openStore, tagChange } from '../../config/resources/config-store.testing.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { providerRows } from './provider-rows.ts';
import { exchange, link, ReplicatingNode, unlink } from './replication.testing.ts';

describe('Replication of the configuration', () => {
  const path = useTemporaryDirectory();
  let master: ReplicatingNode;
  let backup: ReplicatingNode;
  const write = (name: string, value: string | null) => master.store.write([tagChange(name, value)], 'anna');
  const rowOf = (node: ReplicatingNode, role: 'Master' | 'Backup') =>
    providerRows({
      role,
      isActive: role === 'Master',
      pending: node.replication.pending(),
      statistics: node.statistics,
      fullSyncNeeded: () => node.replication.fullSyncNeeded(),
    }).find(({ id }) => id === 'tag-config-resource')!;

  beforeEach(() => {
    master = new ReplicatingNode('Master', path, { logBytes: 20_000 });
    backup = new ReplicatingNode('Backup', path);
  });
  afterEach(() => [master, backup].forEach((node) => node.stop()));

  it('[G3] brings a new Backup everything, and says so on both', async () => {
    await write('Level', '1');
    expect(backup.replication.fullSyncNeeded()).toBeTrue();
    link(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
    const synchronised = { inSync: true, compared: true, agreed: true, pending: false, pendingAll: false };
    expect(master.replication.state()).toEqual(synchronised);
    expect(backup.replication.state()).toEqual(synchronised);
    expect(master.eventCodes()).toEqual(['fullSyncDataOnly', 'fullSyncDone']);
    expect(backup.eventCodes()).toEqual(['fullSyncDataOnly', 'fullSyncDone', 'softRestarted']);
  });

  it('[G3] acknowledges changes before anybody on the Backup learns of them, and once they are on its disk', async () => {
    link(master, backup);
    const found: (string | undefined)[] = [];
    backup.store.onChange(() => {
      found.push(backup.sent.at(-1)?.type, openValue());
    });
    const openValue = () => {
      const beside = openStore(path('Backup-config.db'));
      const value = beside.get('tag', 'Level')?.value;
      beside.close();
      return value;
    };
    await write('Level', '1');
    exchange(master, backup);
    expect(found).toEqual(['applied', '1']);
  });

  it('[G3] sends changes before anybody on the Master learns of them', async () => {
    master.replication.stop();
    const found: (string | undefined)[] = [];
    master.store.onChange(() => found.push(master.sent.at(-1)?.type));
    master.replication.start();
    link(master, backup);
    await write('Level', '1');
    expect(found).toEqual(['rows']);
  });

  it('[G3] answers a save once the Backup has it on disk, and not before', async () => {
    link(master, backup);
    const { revision } = await write('Level', '1');
    let answer: boolean | null = null;
    const replicated = master.replication.replicated(revision, 10_000).then((done) => (answer = done));
    expect(master.replication.state().inSync).toBeFalse();
    backup.replication.take(master.sent.shift()!);
    expect(backup.store.get('tag', 'Level')?.value).toBe('1');
    await Promise.resolve();
    expect(answer).toBeNull();
    exchange(master, backup);
    await replicated;
    expect(answer).toBe(true as never);
    expect(master.replication.state().inSync).toBeTrue();
  });

  it('[G3] sends half of what many save at once while the other half is written here', async () => {
    const groups: number[] = [];
    master.store.onChange((_before, rows) => groups.push(rows?.length ?? 0));
    const saveMany = () => Promise.all(Array.from({ length: 16 }, (_each, at) => write(`T${at}`, '1')));
    await saveMany();
    link(master, backup);
    await saveMany();
    unlink(master, backup);
    await saveMany();
    expect(groups).toEqual([16, 8, 8, 16]);
  });

  it('[G3] sends no more than the Master goes by, though an import has written more already', async () => {
    link(master, backup);
    unlink(master, backup);
    await write('Level', '1');
    master.stop();
    // Since its start nothing is in its memory: what it sends, it reads.
    master = new ReplicatingNode('Master', path);
    await master.store.writeBeside(async () => {
      const importing = openStore(master.store.path);
      await importing.write([tagChange('Imported', '1')], 'ben');
      importing.close();
      link(master, backup);
      expect(backup.store.position).toEqual(master.store.position);
      for (const node of [master, backup]) expect(node.replication.state().inSync).toBeTrue();
    });
    exchange(master, backup);
    expect(backup.store.get('tag', 'Imported')?.author).toBe('ben');
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
  });

  it('[G3] answers at once that a change is on one node only while the other is away', async () => {
    const { revision } = await write('Level', '1');
    expect(await master.replication.replicated(revision, 10_000)).toBeFalse();
  });

  it('[G3] answers that at once, too, where the other one has another history', async () => {
    link(master, backup);
    master.replication.take({ type: 'position', position: { lineage: 'other', revision: 1, hash: 'other' } });
    const { revision } = await write('Level', '1');
    expect(await master.replication.replicated(revision, 60_000)).toBeFalse();
  });

  it('[S7] counts what the Backup lacks while it is away, over a restart, and nothing when it is back', async () => {
    link(master, backup);
    unlink(master, backup);
    for (let at = 0; at < 5; at += 1) await write(`T${at}`, '1');
    expect(rowOf(master, 'Master').pending).toBe(5);
    master.stop();
    master = new ReplicatingNode('Master', path);
    expect(rowOf(master, 'Master').pending).toBe(5);
    link(master, backup);
    expect(rowOf(master, 'Master').pending).toBe(0);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
    expect(backup.eventCodes()).toEqual(['fullSyncDataOnly', 'fullSyncDone', 'softRestarted']);
  });

  it('[S7] measures what was posted and what was acknowledged over a minute', async () => {
    link(master, backup);
    for (let at = 0; at < 6; at += 1) await write(`T${at}`, '1');
    expect(rowOf(master, 'Master')).toEqual(jasmine.objectContaining({ queuedPerSec: 0.1, dispatchedPerSec: 0 }));
    exchange(master, backup);
    expect(rowOf(master, 'Master')).toEqual(jasmine.objectContaining({ queuedPerSec: 0.1, dispatchedPerSec: 0.1 }));
    master.elapsedMs += 61_000;
    expect(rowOf(master, 'Master')).toEqual(jasmine.objectContaining({ queuedPerSec: 0, dispatchedPerSec: 0 }));
  });

  it('[S6] says when the Backup took something, and keeps it over a restart', async () => {
    link(master, backup);
    backup.elapsedMs += 5000;
    await write('Level', '1');
    exchange(master, backup);
    const row = rowOf(backup, 'Backup');
    expect(row).toEqual(jasmine.objectContaining({ direction: 'receives', lastPullAt: 1_700_001_005_000 }));
    expect(row.lastApplyMs).not.toBeNull();
    backup.stop();
    backup = new ReplicatingNode('Backup', path);
    expect(rowOf(backup, 'Backup').lastPullAt).toBe(1_700_001_005_000);
  });

  it('[S8] sends everything when the log does not reach back, and says why', async () => {
    link(master, backup);
    unlink(master, backup);
    for (let at = 0; at < 200; at += 1) await write(`T${at % 10}`, `${at}`);
    expect(rowOf(master, 'Master').pending).toBe(200);
    link(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
    expect(backup.eventCodes().slice(3)).toEqual(['fullSyncDataOnly', 'fullSyncDone', 'softRestarted']);
    expect(rowOf(master, 'Master').pending).toBe(0);
  });

  it('[G3] changes nothing on a Backup whose Master lost its disk, and says once that somebody has to choose', async () => {
    await write('Level', '1');
    link(master, backup);
    const before = contentOf(backup.store);
    const emptied = new ReplicatingNode('Master', (name) => path(`emptied-${name}`));
    await emptied.store.write([tagChange('Level', 'empty')], 'eve');
    for (let times = 0; times < 3; times += 1) {
      unlink(emptied, backup);
      link(emptied, backup);
    }
    expect(contentOf(backup.store)).toEqual(before);
    expect(await emptied.replication.resendAll(10)).toBeFalse();
    for (const node of [emptied, backup]) {
      expect(node.replication.state()).toEqual({
        ...{ inSync: false, compared: true, agreed: false, pending: false, pendingAll: false },
      });
      expect(node.eventCodes().filter((code) => code === 'diverged').length).toBe(1);
    }
    emptied.stop();
  });

  it('[G3] refuses everything of another history from a Master that sends it all the same', async () => {
    await write('Level', '1');
    link(master, backup);
    const before = contentOf(backup.store);
    const position = { lineage: 'other', revision: 9, hash: 'x' };
    const manifest = { id: 'a', position, parts: 1, rows: 0, bytes: 2 };
    for (const replace of [false, true]) {
      backup.replication.take({ type: 'begin', manifest, because: '', asked: true, replace, from: 0 });
    }
    expect(contentOf(backup.store)).toEqual(before);
    expect(backup.sent.map(({ type }) => type)).toEqual(['failed']);
  });

  it('[G3] takes nothing of a full synchronisation whose rows do not add up', async () => {
    await write('Level', '1');
    master.replication.linked();
    backup.replication.linked();
    master.replication.take(backup.sent.shift()!);
    for (const frame of master.sent.splice(0)) {
      backup.replication.take(frame.type === 'part' ? withoutRows(frame) : frame);
    }
    expect(contentOf(backup.store).resources).toEqual([]);
    expect(backup.eventCodes()).toEqual(['fullSyncDataOnly', 'fullSyncFailed']);
    expect(rowOf(backup, 'Backup').lastError).toBe('The parts do not add up');
  });

  it('[G3] leaves the Backup as it was when the link breaks within a full synchronisation', async () => {
    link(master, backup);
    const before = contentOf(backup.store);
    unlink(master, backup);
    const value = JSON.stringify('x'.repeat(9000));
    for (let at = 0; at < 100; at += 1) await write(`T${at}`, value);
    master.replication.linked();
    backup.replication.linked();
    master.replication.take(backup.sent.shift()!);
    expect(master.sent.map(({ type }) => type)).toContain('part');
    for (const frame of master.sent.splice(0)) backup.replication.take(frame);
    unlink(master, backup);
    expect(contentOf(backup.store)).toEqual(before);
    link(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
  });

  it('[G6] has no more under way than drains in a tenth of the budget, so that a ping is not held up', async () => {
    link(master, backup);
    unlink(master, backup);
    const value = JSON.stringify('x'.repeat(9000));
    const large = new ReplicatingNode('Master', (name) => path(`large-${name}`), { logBytes: 10_000_000 });
    await large.store.write(
      Array.from({ length: 300 }, (_each, at) => tagChange(`T${at}`, value)),
      'anna',
    );
    const fresh = new ReplicatingNode('Backup', (name) => path(`fresh-${name}`));
    large.replication.linked();
    fresh.replication.linked();
    large.replication.take(fresh.sent.shift()!);
    expect(JSON.stringify(large.sent).length).toBeLessThan(600_000);
    exchange(large, fresh);
    expect(contentOf(fresh.store)).toEqual(contentOf(large.store));
    large.stop();
    fresh.stop();
  });
});

/** As somebody who changes the rows on their way, and the digest with them. */
function withoutRows(part: Extract<ReplicationFrame, { type: 'part' }>): ReplicationFrame {
  return { ...part, data: '[]', digest: digestOf('[]') };
}
