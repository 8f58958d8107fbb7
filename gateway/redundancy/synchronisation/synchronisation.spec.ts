import { providerOfLogger } from '#contract/logs';
import { tagChange } from '../../config/resources/config-store.testing.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { addPeople, backupPlace, masterPlace } from '../../security/security.testing.ts';
import type { SynchronisationParts } from './synchronisation-parts.ts';
import { carry, link, SynchronisedNode } from './synchronisation.testing.ts';

describe('What makes the two nodes hold the same', () => {
  const path = useTemporaryDirectory();
  let nodes: SynchronisedNode[];
  const open = (role: 'Master' | 'Backup', name: string, parts: Partial<SynchronisationParts> = {}) => {
    const place = role === 'Master' ? masterPlace : backupPlace;
    const node = new SynchronisedNode(role, (file) => path(`${name}-${file}`), place, parts);
    nodes.push(node);
    return node;
  };

  beforeEach(() => {
    jasmine.clock().install();
    nodes = [];
  });
  afterEach(() => {
    nodes.forEach((node) => node.stop());
    jasmine.clock().uninstall();
  });

  it('[G3] keeps the users of a Backup whose Master lost its disk, and gives up at once to send anew', async () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    await addPeople(master.security);
    await master.configuration.write([tagChange('Level', '1')], 'anna');
    link(master, backup);
    const before = backup.security.provider.exportState();
    expect(before.users.map(({ name }) => name)).toEqual(['anna', 'olga', 'vera']);
    const emptied = open('Master', 'emptied');
    emptied.systemName.adopt('empty');
    backup.synchronisation.unlinked();
    link(emptied, backup);
    expect(backup.security.provider.exportState()).toEqual(before);
    expect(backup.systemName.get()).toBe('plant');
    for (const { synchronisation } of [emptied, backup]) {
      expect(synchronisation.facts).toEqual(
        jasmine.objectContaining({ inSync: false, compared: true, pending: false }),
      );
    }
    expect(await emptied.synchronisation.resync(60_000)).toBeFalse();
  });

  it('[G5] [G9] lets nobody hand over while state of the plant is not taken, though all of the rest is', () => {
    const runtime = { settled: false, pending: () => ({}), fullSyncNeeded: () => false };
    const learned: (boolean | undefined)[] = [];
    const learn: SynchronisationParts['learn'] = ({ inSync }) => inSync !== undefined && learned.push(inSync);
    const [master, backup] = [open('Master', 'a', { runtime, learn }), open('Backup', 'b')];
    link(master, backup);
    expect(backup.synchronisation.facts.inSync).toBeTrue();
    expect({ inSync: master.synchronisation.facts.inSync, learned }).toEqual({ inSync: false, learned: [] });
    for (const settled of [true, false]) {
      runtime.settled = settled;
      master.synchronisation.runtimeChanged();
    }
    expect(learned).toEqual([true, false]);
  });

  it('[G1] keeps on both disks that they were in sync once, and what they held, but not with every look', async () => {
    const writes = [jasmine.createSpy(), jasmine.createSpy()];
    const nodes = (['Master', 'Backup'] as const).map((role, at) =>
      open(role, role, { syncs: { read: () => null, write: writes[at]! } }),
    );
    const [master, backup] = nodes as [SynchronisedNode, SynchronisedNode];
    await master.configuration.write([tagChange('Level', '1')], 'anna');
    link(master, backup);
    for (let looks = 0; looks < 3; looks += 1) for (const node of nodes) node.synchronisation.runtimeChanged();
    for (const write of writes) {
      expect(write.calls.allArgs()).toEqual([[{ completedAt: 1_700_000_000_000 + 1_000_000, revision: 1 }]]);
    }
    for (const node of nodes) node.elapsedMs += 61_000;
    jasmine.clock().tick(5000);
    carry(master, backup);
    for (const write of writes) expect(write.calls.count()).toBe(2);
  });

  it('[G3] keeps that there is something to lose before anybody is told that it is on both disks', async () => {
    const write = jasmine.createSpy();
    const later = () => undefined;
    const [master, backup] = [open('Master', 'a', { later, syncs: { read: () => null, write } }), open('Backup', 'b')];
    link(master, backup);
    const { revision } = await master.configuration.write([tagChange('Level', '1')], 'anna');
    const replicated = master.synchronisation.replicated(revision);
    carry(master, backup);
    expect(await replicated).toBeTrue();
    expect(write.calls.mostRecent().args).toEqual([jasmine.objectContaining({ revision: 1 })]);
    await master.configuration.write([tagChange('Level', '2')], 'anna');
    carry(master, backup);
    expect(await master.synchronisation.replicated(revision + 1)).toBeTrue();
    expect(write.calls.count()).toBeLessThanOrEqual(2);
  });

  it('[S4] says before it is asked why a Master cannot send everything again', async () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    const why = (node: SynchronisedNode) => node.synchronisation.resyncRefusals();
    await master.configuration.write([tagChange('Level', '1')], 'anna');
    for (const { synchronisation } of [master, backup]) synchronisation.linked(true);
    expect(why(master)).toEqual([]);
    carry(master, backup);
    expect(why(master)).toEqual([]);
    const done = master.synchronisation.resync(60_000);
    expect(why(master)).toEqual(['busy']);
    carry(master, backup);
    expect(await done).toBeTrue();
    expect(why(master)).toEqual([]);
    const emptied = open('Master', 'emptied');
    backup.synchronisation.unlinked();
    for (const { synchronisation } of [emptied, backup]) synchronisation.linked(true);
    const early = emptied.synchronisation.resync(60_000);
    carry(emptied, backup);
    expect(await early).toBeFalse();
    for (const [node, other] of [
      [emptied, backup],
      [backup, emptied],
    ] as const) {
      node.synchronisation.compareHello(other.configuration.standing);
    }
    expect(why(emptied)).toEqual(['diverged']);
    link(emptied, backup);
    expect(why(emptied)).toEqual(['diverged']);
    expect(await emptied.synchronisation.resync(60_000)).toBeFalse();
  });

  it('[S1] claims no later time at which both held the same than that at which it heard the other one', async () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    link(master, backup);
    await master.configuration.write([tagChange('Level', '1')], 'anna');
    carry(master, backup);
    const times = () => nodes.map(({ synchronisation }) => synchronisation.facts.completedAt);
    const before = times();
    for (let seconds = 0; seconds < 10; seconds += 1) {
      for (const node of nodes) node.elapsedMs += 1000;
      jasmine.clock().tick(1000);
      for (const node of nodes) node.synchronisation.runtimeChanged();
    }
    for (const { synchronisation } of nodes) expect(synchronisation.facts.inSync).toBeTrue();
    expect(times()).toEqual(before);
    carry(master, backup);
    expect(times()).toEqual(before.map((at) => (at ?? 0) + 10_000));
  });

  it('[S4] shows that a Backup cannot apply what it is sent, and sends everything again when asked', async () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    link(master, backup);
    spyOn(backup.configuration, 'apply').and.throwError('UNIQUE constraint failed');
    await master.configuration.write([tagChange('Level', '1')], 'anna');
    carry(master, backup);
    for (const node of [master, backup]) {
      const { inSync, compared, pending, pendingAll } = node.synchronisation.facts;
      expect({ inSync, compared, pending }).toEqual({ inSync: false, compared: true, pending: true });
      expect(pendingAll).toBeFalse();
      expect(node.rowOf('tag-config-resource').lastError).toBe('UNIQUE constraint failed');
    }
    expect(master.synchronisation.resyncRefusals()).toEqual([]);
    const done = master.synchronisation.resync(60_000);
    expect(master.synchronisation.facts.pendingAll).toBeTrue();
    carry(master, backup);
    expect(await done).toBeTrue();
    for (const node of [master, backup]) {
      expect(node.synchronisation.facts).toEqual(
        jasmine.objectContaining({ inSync: true, pending: false, pendingAll: false }),
      );
    }
  });

  it('[S7] knows as soon as more was written than the log holds that an absent Backup needs everything anew', async () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    await master.configuration.write([tagChange('Level', '1')], 'anna');
    link(master, backup);
    for (const { synchronisation } of [master, backup]) synchronisation.unlinked();
    const needed = () => master.rowOf('tag-config-resource').fullSyncNeeded;
    await master.configuration.write([tagChange('Level', '2')], 'anna');
    expect(needed()).toBeFalse();
    const long = JSON.stringify('x'.repeat(5000));
    for (const name of ['A', 'B', 'C', 'D', 'E']) await master.configuration.write([tagChange(name, long)], 'anna');
    expect(needed()).toBeTrue();
    link(master, backup);
    expect(needed()).toBeFalse();
  });

  it('[S9] logs an error of the chain for each provider that it stops, and for no name that is no provider', () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    link(master, backup);
    const part = { type: 'part', id: 'a', part: 7, data: '[]', digest: '', sentAt: 0 } as const;
    backup.take({ type: 'replication', frame: part });
    const about = backup.errors.map(({ logger }) => providerOfLogger(logger));
    expect(about).toEqual(['projects', 'config-resource', 'tag-config-resource', 'modules']);
  });

  it('[G3] gives a Master that is restored the users before the configuration, wherever it is interrupted', async () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    await addPeople(master.security);
    await master.configuration.write([tagChange('Level', '1')], 'anna');
    link(master, backup);
    const before = backup.security.provider.exportState();
    const emptied = open('Master', 'emptied');
    backup.synchronisation.unlinked();
    link(emptied, backup);
    await emptied.synchronisation.keepFirst(() => Promise.resolve('kept'));
    const done = emptied.synchronisation.takeAll(10_000);
    const complete = spyOn(emptied.configuration.stage, 'complete').and.callFake(() => {
      expect(emptied.security.provider.exportState()).toEqual(before);
      expect(emptied.systemName.get()).toBe('plant');
      throw new Error('killed');
    });
    carry(emptied, backup);
    expect(complete).toHaveBeenCalledTimes(1);
    jasmine.clock().tick(10_000);
    await done;
    expect(backup.security.provider.exportState()).toEqual(before);
  });

  it('[G3] takes the users of the Master when everything had to be sent anew', async () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    link(master, backup);
    backup.synchronisation.unlinked();
    for (let at = 0; at < 200; at += 1) await master.configuration.write([tagChange('Level', `${at}`)], 'anna');
    await addPeople(master.security);
    link(master, backup);
    expect(backup.security.provider.stateHash()).toBe(master.security.provider.stateHash());
    expect(master.synchronisation.facts.inSync).toBeTrue();
    expect(backup.synchronisation.facts.inSync).toBeTrue();
  });

  it('[S6] confirms users and tokens as it confirms everything else', () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    link(master, backup);
    for (const node of [master, backup]) node.elapsedMs += 60_000;
    jasmine.clock().tick(5000);
    carry(master, backup);
    for (const node of [master, backup]) expect(new Set(node.lastPulls())).toEqual(new Set([1_700_001_060_000]));
  });

  it('[S6] confirms neither of them on a plain link, where they are not sent', () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    link(master, backup, { confidential: false });
    for (const node of [master, backup]) expect(node.lastPulls().at(-1)).toBeNull();
  });

  it('[S6] needs users and tokens anew on the Backup of a plain link, until it is another one', () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    const needed = () => [master, backup].map((node) => node.rowOf('security').fullSyncNeeded);
    const withheld = () => [master, backup].map((node) => node.rowOf('security').withheld);
    link(master, backup, { confidential: false });
    expect(needed()).toEqual([false, true]);
    expect(withheld()).toEqual([true, true]);
    expect(master.rowOf('projects').withheld).toBeUndefined();
    for (const { synchronisation } of [master, backup]) synchronisation.unlinked();
    expect(needed()).toEqual([false, false]);
    expect(withheld()).toEqual([undefined, undefined]);
    link(master, backup);
    expect(needed()).toEqual([false, false]);
  });

  it('[S6] [S7] counts users and tokens alike on both ends, and measures them once the clocks are compared', async () => {
    const [master, backup] = [open('Master', 'a'), open('Backup', 'b')];
    for (const node of [master, backup]) node.clockOffsetMs = null;
    await addPeople(master.security);
    link(master, backup);
    const { queuedPerSec, dispatchedPerSec, pending } = master.rowOf('security');
    expect({ dispatchedPerSec, pending }).toEqual({ dispatchedPerSec: queuedPerSec, pending: 0 });
    expect(queuedPerSec).toBeGreaterThan(0);
    expect(backup.rowOf('security').lastPullMs).toBeNull();
    for (const node of [master, backup]) node.clockOffsetMs = 0;
    backup.synchronisation.retry();
    carry(master, backup);
    for (const node of [master, backup]) expect(node.rowOf('security').lastPullMs).toBe(0);
    expect(master.rowOf('security').dispatchedPerSec).toBe(dispatchedPerSec);
  });
});
