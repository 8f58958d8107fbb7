import type { ReplicationFrame } from '#contract/replication-frames';
import { SnapshotFile } from '../../config/resources/snapshot-source.ts';
import { ConfigStore } from '../../config/resources/config-store.ts';
import { contentOf, tagChange } from '../../config/resources/config-store.testing.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { GatewayError } from '../../errors.ts';
import { exchange, link, ReplicatingNode } from './replication.testing.ts';

type Rows = Extract<ReplicationFrame, { type: 'rows' }>;

describe('Replication when something fails', () => {
  const path = useTemporaryDirectory();
  let master: ReplicatingNode;
  let backup: ReplicatingNode;
  const write = (name: string) => master.store.write([tagChange(name, '1')], 'anna');
  const codes = (node: ReplicatingNode, code: string) => node.eventCodes().filter((each) => each === code).length;

  beforeEach(() => {
    jasmine.clock().install();
    master = new ReplicatingNode('Master', path, { logBytes: 20_000 });
    backup = new ReplicatingNode('Backup', path);
  });
  afterEach(() => {
    [master, backup].forEach((node) => node.stop());
    jasmine.clock().uninstall();
  });

  it('[G3] asks once, not for each change that was under way, when the disk of the Backup is full', async () => {
    link(master, backup);
    const apply = spyOn(backup.store, 'apply').and.callThrough();
    for (let at = 0; at < 20; at += 1) await write(`T${at}`);
    apply.and.callFake(() => {
      apply.and.callThrough();
      throw new Error('The disk is full');
    });
    for (const frame of master.sent.splice(0)) backup.replication.take(frame);
    expect(backup.sent.map(({ type }) => type)).toEqual(['failed']);
    exchange(master, backup);
    jasmine.clock().tick(1000);
    exchange(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
    expect(codes(master, 'fullSyncFailed')).toBe(0);
  });

  it('[G3] says whether it is the disk of the Backup that refused, and what it refused', async () => {
    link(master, backup);
    const apply = spyOn(backup.store, 'apply').and.throwError(new GatewayError('storageFailed'));
    await write('Level');
    backup.replication.take(master.sent.shift()!);
    expect(backup.sent.shift()).toEqual(jasmine.objectContaining({ type: 'failed', storage: true, snapshot: null }));
    apply.and.callThrough();
    jasmine.clock().tick(1000);
    exchange(master, backup);
    backup.replication.take({ type: 'part', id: 'a', part: 7, data: '[]', digest: '', sentAt: 0 });
    expect(backup.sent.shift()).toEqual(jasmine.objectContaining({ type: 'failed', storage: false, snapshot: 'a' }));
  });

  it('[G3] does not ask a Master that breaks the chain again and again', async () => {
    link(master, backup);
    await write('Level');
    const good = master.sent.splice(0)[0] as Rows;
    const broken: Rows = { ...good, rows: good.rows.map((row) => ({ ...row, previousHash: 'no hash' })) };
    for (let times = 0; times < 100; times += 1) backup.replication.take(broken);
    expect(backup.sent.map(({ type }) => type)).toEqual(['position']);
    exchange(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
    jasmine.clock().tick(60_000);
    expect(backup.sent).toEqual([]);
  });

  it('[G3] answers parts of a full synchronisation that come out of order once', () => {
    link(master, backup);
    for (let part = 5; part < 50; part += 1) {
      backup.replication.take({ type: 'part', id: 'a', part, data: '[]', digest: '', sentAt: 0 });
    }
    expect(backup.sent.map(({ type }) => type)).toEqual(['failed']);
  });

  it('[G3] takes no part of a full synchronisation that was changed on the way', async () => {
    await write('Level');
    for (const node of [master, backup]) node.replication.linked();
    for (const frame of backup.sent.splice(0)) master.replication.take(frame);
    for (const frame of master.sent.splice(0)) {
      const changed = frame.type === 'part' ? { ...frame, data: frame.data.replace('Level', 'Other') } : frame;
      backup.replication.take(changed);
    }
    expect(backup.sent).toEqual([
      jasmine.objectContaining({ type: 'failed', problem: 'Part 0 was changed on the way' }),
    ]);
    expect(backup.store.position).toBeNull();
    exchange(master, backup);
    jasmine.clock().tick(1000);
    exchange(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
  });

  it('[G3] tries again when the configuration could not be read for a full synchronisation', async () => {
    await write('Level');
    const read = spyOn(SnapshotFile.prototype, 'part').and.throwError('disk I/O error');
    link(master, backup);
    expect(master.eventCodes()).toEqual(['fullSyncDataOnly', 'fullSyncFailed']);
    read.and.callThrough();
    jasmine.clock().tick(5000);
    exchange(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
  });

  it('[G3] does not wait on the Backup for the rest of what the Master could not read any more', async () => {
    link(master, backup);
    for (let at = 0; at < 60; at += 1) await write(`T${at}`);
    exchange(master, backup);
    const part = spyOn(SnapshotFile.prototype, 'part').and.throwError('disk I/O error');
    const done = master.replication.resendAll(60_000);
    exchange(master, backup);
    part.and.callThrough();
    jasmine.clock().tick(5000);
    exchange(master, backup);
    jasmine.clock().tick(60_000);
    expect(await done).toBeFalse();
    exchange(master, backup);
    for (const node of [master, backup]) {
      expect(node.replication.state().inSync).toBeTrue();
      expect(node.replication.progress).toBeNull();
    }
  });

  it('[G3] answers a change as saved that is on disk, whatever fails after it', async () => {
    link(master, backup);
    const read = spyOn(master.store, 'rowsAfter').and.throwError('disk I/O error');
    const counts = spyOn(master.store, 'countsAfter').and.throwError('disk I/O error');
    const { revision } = await write('Level');
    expect(master.store.get('tag', 'Level')?.revision).toBe(revision);
    for (const each of [read, counts]) each.and.callThrough();
    jasmine.clock().tick(5000);
    exchange(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
  });

  it('[G3] does not keep the configuration open for a Backup that takes nothing of it any more', async () => {
    await write('Level');
    master.replication.linked();
    backup.replication.linked();
    master.replication.take(backup.sent.shift()!);
    master.elapsedMs += 61_000;
    jasmine.clock().tick(5000);
    expect(codes(master, 'fullSyncFailed')).toBe(1);
  });

  it('[S8] says of a Backup that reports failures all the time what it is, in few words', () => {
    link(master, backup);
    for (let times = 0; times < 100; times += 1) {
      master.replication.take({ type: 'failed', problem: 'x'.repeat(1_000_000) });
    }
    expect(codes(master, 'fullSyncFailed')).toBe(0);
    expect(master.statistics.pullFacts('projects').lastError?.length).toBe(500);
  });

  it('[G3] starts, and is not lost, where a history cannot be begun on a full disk', () => {
    master.stop();
    const found = spyOn(ConfigStore.prototype, 'found').and.throwError('The disk is full');
    master = new ReplicatingNode('Master', (name) => path(`full-${name}`));
    link(master, backup);
    expect(master.replication.state().inSync).toBeFalse();
    found.and.callThrough();
    jasmine.clock().tick(5000);
    exchange(master, backup);
    expect(master.replication.state().inSync).toBeTrue();
  });
});
