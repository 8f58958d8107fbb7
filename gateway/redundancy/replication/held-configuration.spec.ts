import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { contentOf, tagChange } from '../../config/resources/config-store.testing.ts';
import { keepFirst } from './keep-first.ts';
import { exchange, link, ReplicatingNode, unlink } from './replication.testing.ts';

describe('A configuration that an active Backup holds', () => {
  const path = useTemporaryDirectory();
  const long = JSON.stringify('x'.repeat(9000));
  const many = Array.from({ length: 60 }, (_each, at) => `T${at}`);
  let master: ReplicatingNode;
  let backup: ReplicatingNode;
  const write = async (...names: string[]) => {
    for (const name of names) await master.store.write([tagChange(name, long)], 'anna');
  };

  beforeEach(async () => {
    jasmine.clock().install();
    master = new ReplicatingNode('Master', path, { logBytes: 20_000 });
    backup = new ReplicatingNode('Backup', path);
    link(master, backup);
    backup.active = true;
    unlink(master, backup);
    await write(...many);
    link(master, backup);
    await write('Acknowledged');
    exchange(master, backup);
  });
  afterEach(() => {
    for (const node of [master, backup]) node.stop();
    jasmine.clock().uninstall();
  });

  const beginnings: [string, () => Promise<void>][] = [
    ['a person asked for', () => Promise.resolve(void master.replication.resendAll(1_000_000))],
    [
      'the log makes needed',
      async () => {
        unlink(master, backup);
        await write(...many);
        for (const node of [master, backup]) node.replication.linked();
        for (const frame of backup.sent.splice(0)) master.replication.take(frame);
      },
    ],
  ];
  for (const [which, begin] of beginnings) {
    it(`[G3] outlives a full synchronisation that ${which}, if the Master is gone before it is whole`, async () => {
      expect(backup.replication.isHolding).toBeTrue();
      const { revision } = master.store.position!;
      expect(await master.replication.replicated(revision, 1000)).toBeTrue();
      await begin();
      const frames = master.sent.splice(0);
      expect(frames.slice(0, 2).map(({ type }) => type)).toEqual(['begin', 'part']);
      for (const frame of frames.slice(0, 2)) backup.replication.take(frame);
      expect(backup.replication.isHolding).toBeTrue();
      unlink(master, backup);
      backup.stop();
      backup = new ReplicatingNode('Backup', path);
      expect(backup.store.position?.revision).toBe(revision);
      expect(backup.store.get('tag', 'Acknowledged')).not.toBeNull();
    });
  }

  it('[G3] is what an emptied Master is restored from, though the Backup does not go by it yet', async () => {
    const acknowledged = contentOf(master.store);
    unlink(master, backup);
    const emptied = new ReplicatingNode('Master', (name) => path(`emptied-${name}`));
    link(emptied, backup);
    expect(emptied.replication.divergence()).toBe('self');
    await keepFirst(emptied.store, () => Promise.resolve('kept'));
    const done = emptied.replication.takeAll(10_000);
    exchange(emptied, backup);
    expect(await done).toBeTrue();
    expect(contentOf(emptied.store)).toEqual(acknowledged);
    expect(backup.replication.isHolding).toBeTrue();
    for (const node of [emptied, backup]) expect(node.replication.state().inSync).toBeTrue();
    emptied.stop();
  });

  it('[G3] is written over by nobody who edits at this node, should it be made the Master before it takes it', async () => {
    unlink(master, backup);
    await expectAsync(backup.store.write([tagChange('New', '1')], 'eve')).toBeRejected();
    const beside = jasmine.createSpy().and.resolveTo();
    await expectAsync(backup.store.writeBeside(beside)).toBeRejected();
    expect(beside).not.toHaveBeenCalled();
    backup.store.swap();
    await backup.store.write([tagChange('New', '1')], 'eve');
    expect(backup.store.position?.revision).toBe(62);
  });

  it('[G3] is replaced by the next one when that is whole, and taken once the Backup is not active any more', async () => {
    void master.replication.resendAll(1_000_000);
    exchange(master, backup);
    await write('Later');
    exchange(master, backup);
    expect(backup.replication.isHolding).toBeTrue();
    expect(backup.store.get('tag', 'Later')).toBeNull();
    const { restarts } = backup;
    backup.active = false;
    backup.replication.levelChanged();
    expect(contentOf(backup.store)).toEqual(contentOf(master.store));
    expect(backup.restarts).toBe(restarts + 1);
  });
});
