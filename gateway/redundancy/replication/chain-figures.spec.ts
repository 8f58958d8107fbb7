import { setImmediate as nextTurn } from 'node:timers/promises';
import { tagChange } from '../../config/resources/config-store.testing.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { exchange, link, ReplicatingNode, unlink } from './replication.testing.ts';
import { whenNobodyWaits } from './when-nobody-waits.ts';

describe('What the Master counts', () => {
  const path = useTemporaryDirectory();
  let master: ReplicatingNode;
  let backup: ReplicatingNode;
  const dispatched = () => Math.round(master.statistics.rates('tag-config-resource').dispatchedPerSec * 60);
  const save = async (name: string) => {
    const { revision } = await master.store.write([tagChange(name, '1')], 'anna');
    return master.replication.replicated(revision, 1000);
  };
  beforeEach(() => {
    master = new ReplicatingNode('Master', path, { later: whenNobodyWaits });
    backup = new ReplicatingNode('Backup', path);
    link(master, backup);
  });
  afterEach(() => [master, backup].forEach((node) => node.stop()));

  it('[S7] is counted after the author was answered and has asked for the next thing', async () => {
    const order: string[] = [];
    const saved = save('Level').then(async () => {
      order.push(`answered, counted ${dispatched()}`);
      await new Promise<void>((done) => setImmediate(done));
      order.push(`next change, counted ${dispatched()}`);
    });
    await nextTurn();
    await nextTurn();
    exchange(master, backup);
    await saved;
    await nextTurn();
    expect(order).toEqual(['answered, counted 0', 'next change, counted 0']);
    expect(dispatched()).toBe(1);
  });

  it('[S7] is up to date for whoever asks for it', async () => {
    await master.store.write([tagChange('Level', '1')], 'anna');
    expect(master.replication.pending()).toEqual({ 'tag-config-resource': 1 });
    exchange(master, backup);
    expect(master.replication.pending()).toEqual({});
    expect(dispatched()).toBe(1);
  });

  it('[S7] is counted before the link is given up', async () => {
    await master.store.write([tagChange('Level', '1')], 'anna');
    exchange(master, backup);
    unlink(master);
    expect(dispatched()).toBe(1);
  });

  it('[S6] ends no error that came after it', async () => {
    await master.store.write([tagChange('Level', '1')], 'anna');
    exchange(master, backup);
    master.replication.take({ type: 'failed', problem: 'no room', storage: true });
    await nextTurn();
    await nextTurn();
    await nextTurn();
    expect(master.statistics.pullFacts('tag-config-resource').lastError).toBe('no room');
  });

  it('[S7] is counted before the Backup says again where it stands', async () => {
    await master.store.write([tagChange('Level', '1')], 'anna');
    exchange(master, backup);
    master.replication.take({ type: 'position', position: backup.store.position });
    expect(dispatched()).toBe(1);
  });
});
