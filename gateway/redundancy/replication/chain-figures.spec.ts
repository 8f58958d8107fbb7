import { setImmediate as nextTurn } from 'node:timers/promises';
import { tagChange } from '../../config/resources/config-store.testing.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { ProviderStatistics } from './provider-statistics.ts';
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
  const counted = async () => {
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
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
    await counted();
    expect(master.statistics.pullFacts('tag-config-resource').lastError).toBe('no room');
  });

  it('[S7] is counted before the Backup says again where it stands', async () => {
    await master.store.write([tagChange('Level', '1')], 'anna');
    exchange(master, backup);
    master.replication.take({ type: 'position', position: backup.store.position });
    expect(dispatched()).toBe(1);
  });

  it('[S8] is followed by word of a state that an acknowledgement ended', async () => {
    await counted();
    const before = master.changes;
    const position = { lineage: 'other', revision: 1, hash: 'other' };
    master.replication.take({ type: 'applied', position, pullMs: null, applyMs: null });
    expect(master.replication.state().agreed).toBeFalse();
    await counted();
    expect(master.changes).toBeGreaterThan(before);
  });

  it('[S7] costs nothing but itself where it cannot be counted', async () => {
    class Faulty extends ProviderStatistics {
      override queued(): void {
        throw new Error('no memory');
      }
    }
    const works: (() => void)[] = [];
    master.stop();
    master = new ReplicatingNode('Master', path, { Statistics: Faulty, later: (work) => works.push(work) });
    link(master, backup);
    await master.store.write([tagChange('Level', '1')], 'anna');
    exchange(master, backup);
    for (const work of works) expect(work).not.toThrow();
    expect(dispatched()).toBe(1);
    expect(master.replication.state().inSync).toBeTrue();
  });
});
