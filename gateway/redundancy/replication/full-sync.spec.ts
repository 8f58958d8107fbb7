import { contentOf, tagChange } from '../../config/resources/config-store.testing.ts';
import { keepFirst } from './keep-first.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { exchange, link, ReplicatingNode, unlink } from './replication.testing.ts';

const long = JSON.stringify('x'.repeat(9000));

describe('A full synchronisation', () => {
  const path = useTemporaryDirectory();
  let master: ReplicatingNode;
  let backup: ReplicatingNode;
  const write = (...names: string[]) =>
    master.store.write(
      names.map((name) => tagChange(name, long)),
      'anna',
    );
  const many = Array.from({ length: 60 }, (_each, at) => `T${at}`);

  beforeEach(() => {
    jasmine.clock().install();
    master = new ReplicatingNode('Master', path, { logBytes: 20_000 });
    backup = new ReplicatingNode('Backup', path);
    link(master, backup);
  });
  afterEach(() => {
    [master, backup].forEach((node) => node.stop());
    jasmine.clock().uninstall();
  });

  it('[G3] is put aside by an active Backup, counts as in sync, and is taken when it is no longer active', async () => {
    const before = contentOf(backup.store);
    const restarts = backup.restarts;
    backup.active = true;
    await fallBehind();
    link(master, backup);
    jasmine.clock().tick(60_000);
    expect(contentOf(backup.store)).toEqual(before);
    expect(backup.replication.isHolding).toBeTrue();
    expect(backup.replication.restartRequired).toBeTrue();
    for (const node of [master, backup]) {
      expect(node.replication.state().inSync).toBeTrue();
      expect(node.eventCodes().at(-1)).toBe('fullSyncHeld');
    }
    backup.active = false;
    backup.replication.levelChanged();
    exchange(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
    expect(backup.restarts).toBe(restarts + 1);
    expect(backup.replication.restartRequired).toBeFalse();
    expect(backup.eventCodes().slice(-2)).toEqual(['fullSyncDone', 'softRestarted']);
    expect(master.eventCodes().at(-1)).toBe('fullSyncDone');
  });

  it('[G3] tries a soft restart that failed no more once the replication has ended', async () => {
    backup.restartFails = true;
    await fallBehind();
    link(master, backup);
    const { restarts } = backup;
    expect(backup.replication.restart.isRequired).toBeTrue();
    backup.replication.stop();
    jasmine.clock().tick(600_000);
    expect(backup.restarts).toBe(restarts);
    expect(backup.replication.restart.isRequired).toBeTrue();
  });

  it('[G3] takes changes in behind it while it is put aside, on disk when they are acknowledged', async () => {
    backup.active = true;
    await fallBehind();
    link(master, backup);
    const { revision } = await write('Later', 'T3');
    exchange(master, backup);
    expect(await master.replication.replicated(revision, 1000)).toBeTrue();
    expect(backup.store.get('tag', 'Later')).toBeNull();
    backup.stop();
    backup = new ReplicatingNode('Backup', path);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
    link(master, backup);
    expect(master.replication.state().inSync).toBeTrue();
    await write('Still later');
    exchange(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
  });

  it('[G3] goes on where it was after the link broke, and after the Backup was killed', async () => {
    await fallBehind();
    const parts = await halfOf();
    unlink(master, backup);
    expect(parts).toBeGreaterThan(1);
    backup.stop();
    backup = new ReplicatingNode('Backup', path);
    for (const node of [master, backup]) node.replication.linked();
    master.replication.take(backup.sent.shift()!);
    expect(master.sent[0]).toEqual(jasmine.objectContaining({ type: 'begin', from: parts }));
    exchange(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
    for (const node of [master, backup]) expect(node.eventCodes()).toContain('fullSyncResumed');
  });

  it('[G3] begins anew when what the Master holds has changed beyond its log', async () => {
    await fallBehind();
    await halfOf();
    unlink(master, backup);
    await write(...many.map((name) => `${name} again`));
    link(master, backup);
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
    expect(master.eventCodes()).not.toContain('fullSyncResumed');
  });

  it('[S11] tells on both nodes how far it is', async () => {
    await fallBehind();
    await halfOf();
    const [sent, staged] = [master.replication.progress!, backup.replication.progress!];
    expect(staged.totalBytes).toBe(sent.totalBytes);
    expect(staged.totalBytes).toBeGreaterThan(60 * 9000);
    expect(staged.bytes).toBeGreaterThan(0);
    expect(staged.bytes).toBeLessThan(staged.totalBytes);
    expect(staged.bytesPerSec).toBeCloseTo(staged.bytes / 2, -1);
    exchange(master, backup);
    for (const node of [master, backup]) expect(node.replication.progress).toBeNull();
  });

  it('[G3] over another history is done only when a person chose it on the node that is replaced', async () => {
    const other = new ReplicatingNode('Master', (name) => path(`other-${name}`));
    await other.store.write([tagChange('Other', '1')], 'eve');
    unlink(master, backup);
    link(other, backup);
    expect(backup.replication.divergence()).toBe('self');
    expect(other.replication.divergence()).toBe('peer');
    const done = backup.replication.takeAll(10_000);
    exchange(other, backup);
    expect(await done).toBeTrue();
    expect(contentOf(backup.store)).toEqual(contentOf(other.store));
    for (const node of [other, backup]) expect(node.replication.divergence()).toBe('no');
    other.stop();
  });

  it('[G3] restores a Master from its Backup, which continues the history of the Backup', async () => {
    await write('Level');
    exchange(master, backup);
    const emptied = new ReplicatingNode('Master', (name) => path(`emptied-${name}`));
    unlink(master, backup);
    link(emptied, backup);
    expect(emptied.replication.divergence()).toBe('self');
    await keepFirst(emptied.store, () => Promise.resolve('kept'));
    const done = emptied.replication.takeAll(10_000);
    await expectAsync(emptied.store.write([tagChange('New', '1')], 'eve')).toBeRejected();
    exchange(emptied, backup);
    expect(await done).toBeTrue();
    expect(contentOf(emptied.store)).toEqual(contentOf(backup.store));
    const { lineage, revision } = await emptied.store.write([tagChange('New', '1')], 'eve');
    expect({ lineage, revision }).toEqual({ lineage: backup.store.position!.lineage, revision: 2 });
    exchange(emptied, backup);
    expect(contentOf(emptied.store)).toEqual(contentOf(backup.store));
    emptied.stop();
  });

  it('[G3] restores an active Master only when it has handed over, and lets nobody edit it until then', async () => {
    await write('Level');
    exchange(master, backup);
    const other = new ReplicatingNode('Master', (name) => path(`other-${name}`));
    await other.store.write([tagChange('Other', '1')], 'eve');
    const before = contentOf(other.store);
    other.active = true;
    unlink(master, backup);
    link(other, backup);
    await keepFirst(other.store, () => Promise.resolve('kept'));
    const done = other.replication.takeAll(10_000);
    exchange(other, backup);
    expect(await done).toBeTrue();
    expect(contentOf(other.store)).toEqual(before);
    for (const node of [other, backup]) expect(node.replication.state().inSync).toBeTrue();
    await expectAsync(other.store.write([tagChange('New', '1')], 'eve')).toBeRejected();
    other.active = false;
    other.replication.levelChanged();
    exchange(other, backup);
    expect(contentOf(other.store)).toEqual(contentOf(backup.store));
    expect(other.restarts).toBe(1);
    await other.store.write([tagChange('New', '1')], 'eve');
    exchange(other, backup);
    expect(contentOf(other.store)).toEqual(contentOf(backup.store));
    other.stop();
  });

  it('[G3] restores no Master that was edited after its copy was made, because the link was gone meanwhile', async () => {
    await write('Level');
    exchange(master, backup);
    const other = new ReplicatingNode('Master', (name) => path(`other-${name}`));
    await other.store.write([tagChange('Other', '1')], 'eve');
    unlink(master, backup);
    link(other, backup);
    await keepFirst(other.store, async () => {
      await expectAsync(other.store.write([tagChange('Late', '1')], 'eve')).toBeRejected();
      return 'kept';
    });
    unlink(other, backup);
    link(other, backup);
    await other.store.write([tagChange('Later', '1')], 'eve');
    expect(await other.replication.takeAll(10_000)).toBeFalse();
    expect(other.store.get('tag', 'Later')).not.toBeNull();
    await expectAsync(keepFirst(other.store, () => Promise.reject(new Error('no room')))).toBeRejected();
    expect(other.store.frozen).toBeNull();
    other.stop();
  });

  it('[G3] ends on both nodes when a Master is not restored in time, and can be chosen again', async () => {
    await write('Level');
    exchange(master, backup);
    const other = new ReplicatingNode('Master', (name) => path(`other-${name}`));
    await other.store.write([tagChange('Other', '1')], 'eve');
    unlink(master, backup);
    link(other, backup);
    await keepFirst(other.store, () => Promise.resolve('kept'));
    const done = other.replication.takeAll(1000);
    jasmine.clock().tick(1001);
    expect(await done).toBeFalse();
    exchange(other, backup);
    expect(backup.replication.progress).toBeNull();
    expect(backup.replication.state().pending).toBeFalse();
    await keepFirst(other.store, () => Promise.resolve('kept'));
    const again = other.replication.takeAll(10_000);
    exchange(other, backup);
    expect(await again).toBeTrue();
    expect(contentOf(other.store)).toEqual(contentOf(backup.store));
    other.stop();
  });

  it('[G3] replaces no Backup any more of which was said that it was not done in time, and can be chosen again', async () => {
    const other = new ReplicatingNode('Master', (name) => path(`other-${name}`));
    await other.store.write([tagChange('Other', '1')], 'eve');
    const before = contentOf(backup.store);
    unlink(master, backup);
    link(other, backup);
    const done = backup.replication.takeAll(1000);
    jasmine.clock().tick(1001);
    expect(await done).toBeFalse();
    exchange(other, backup);
    jasmine.clock().tick(60_000);
    exchange(other, backup);
    expect(contentOf(backup.store)).toEqual(before);
    expect(backup.replication.divergence()).toBe('self');
    for (const { replication } of [other, backup]) {
      expect({ progress: replication.progress, pending: replication.state().pending }).toEqual({
        ...{ progress: null, pending: false },
      });
    }
    const again = backup.replication.takeAll(10_000);
    exchange(other, backup);
    expect(await again).toBeTrue();
    expect(contentOf(backup.store)).toEqual(contentOf(other.store));
    other.stop();
  });

  it('[G3] restores a Master for as long as it moves, not only for as long as it may stand still', async () => {
    await write(...many);
    exchange(master, backup);
    const other = new ReplicatingNode('Master', (name) => path(`other-${name}`));
    await other.store.write([tagChange('Other', '1')], 'eve');
    unlink(master, backup);
    link(other, backup);
    await keepFirst(other.store, () => Promise.resolve('kept'));
    const done = other.replication.takeAll(1000);
    for (let frames = 1; frames > 0;) {
      frames = other.sent.length + backup.sent.length;
      for (const frame of other.sent.splice(0)) backup.replication.take(frame);
      for (const frame of backup.sent.splice(0, 1)) other.replication.take(frame);
      jasmine.clock().tick(750);
    }
    expect(await done).toBeTrue();
    expect(contentOf(other.store)).toEqual(contentOf(backup.store));
    other.stop();
  });

  it('[G3] is taken some seconds later where the disk had no room to put it in place', async () => {
    await fallBehind();
    const swap = spyOn(backup.store, 'swap').and.throwError('The disk is full');
    link(master, backup);
    expect(backup.replication.isHolding).toBeTrue();
    swap.and.callThrough();
    jasmine.clock().tick(10_000);
    exchange(master, backup);
    expect(backup.replication.isHolding).toBeFalse();
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
  });

  async function fallBehind(): Promise<void> {
    unlink(master, backup);
    await write(...many);
  }

  /** Carries until about a half is there; how many parts that is. */
  async function halfOf(): Promise<number> {
    for (const node of [master, backup]) node.replication.linked();
    for (const node of [master, backup]) node.elapsedMs += 1000;
    master.replication.take(backup.sent.shift()!);
    backup.replication.take(master.sent.shift()!);
    for (const node of [master, backup]) node.elapsedMs += 2000;
    for (const frame of master.sent.splice(0)) backup.replication.take(frame);
    return backup.store.stage.current?.parts ?? 0;
  }
});
