import { Database } from '../../config/disk/database.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { configMigrations } from '../../config/resources/config-tables.ts';
import { contentOf, tagChange } from '../../config/resources/config-store.testing.ts';
import { GatewayError } from '../../errors.ts';
import { exchange, link, ReplicatingNode, unlink } from './replication.testing.ts';

describe('A Backup that cannot apply a change', () => {
  const path = useTemporaryDirectory();
  let master: ReplicatingNode;
  let backup: ReplicatingNode;
  const write = (name: string) => master.store.write([tagChange(name, '1')], 'anna');
  const count = (code: string) => master.eventCodes().filter((each) => each === code).length;
  const fullSyncs = () => count('fullSyncDataOnly');
  const areEqual = () => JSON.stringify(contentOf(backup.store)) === JSON.stringify(contentOf(master.store));

  beforeEach(async () => {
    jasmine.clock().install();
    master = new ReplicatingNode('Master', path);
    backup = new ReplicatingNode('Backup', path);
    link(master, backup);
    await write('Before');
    exchange(master, backup);
  });
  afterEach(() => {
    for (const node of [master, backup]) node.stop();
    jasmine.clock().uninstall();
  });

  it('[G3] [S8] is said to be out of date on both nodes, with the reason, and once', async () => {
    refuseChanges();
    await write('Level');
    exchange(master, backup);
    for (const seconds of [0, 1, 2]) {
      pass(seconds);
      for (const node of [master, backup]) {
        const { inSync, compared, pending } = node.replication.state();
        expect({ inSync, compared, pending }).toEqual({ inSync: false, compared: true, pending: true });
        expect(node.statistics.pullFacts('tag-config-resource').lastError).toContain('UNIQUE constraint failed');
      }
      expect(master.replication.pending()).toEqual({ 'tag-config-resource': 1 });
    }
    expect(count('changesFailed')).toBe(1);
  });

  it('[G3] lets no author wait who saves before it has tried again', async () => {
    refuseChanges();
    await write('Level');
    exchange(master, backup);
    const { revision } = await write('Flow');
    expect(await master.replication.replicated(revision, 60_000)).toBeFalse();
  });

  it('[G3] lets no author wait on whose change it has just refused', async () => {
    const taken = await write('Level');
    const first = master.replication.replicated(taken.revision, 60_000);
    exchange(master, backup);
    spyOn(backup.store, 'apply').and.throwError('no such column');
    const refused = [await write('Flow'), await write('Pressure')];
    const others = refused.map(({ revision }) => master.replication.replicated(revision, 60_000));
    exchange(master, backup);
    expect(await Promise.all([first, ...others])).toEqual([true, false, false]);
  });

  it('[S4] is healed by a forced re-sync, at once', async () => {
    refuseChanges();
    await write('Level');
    exchange(master, backup);
    pass(1);
    expect(master.replication.resendRefusals()).toEqual([]);
    const done = master.replication.resendAll(60_000);
    exchange(master, backup);
    expect(await done).toBeTrue();
    expect(areEqual()).toBeTrue();
    await write('Later');
    exchange(master, backup);
    expect(areEqual()).toBeTrue();
    pass(60);
    expect(master.eventCodes().slice(-3)).toEqual(['changesFailed', 'fullSyncAsked', 'fullSyncDone']);
    expect(master.replication.state().inSync).toBeTrue();
  });

  it('[G3] is sent everything when it has failed three times, and the event says why', async () => {
    refuseChanges();
    await write('Level');
    exchange(master, backup);
    pass(3);
    expect(fullSyncs()).toBe(1);
    pass(4);
    expect(fullSyncs()).toBe(2);
    expect(areEqual()).toBeTrue();
    for (const node of [master, backup]) {
      const said = node.events.query({ limit: 100, offset: 0, after: 0 }).items.map(({ reason }) => reason);
      expect(said.filter((each) => each.includes('3 times in a row: UNIQUE constraint failed')).length).toBe(1);
      expect(node.replication.state().inSync).toBeTrue();
      expect(node.statistics.pullFacts('tag-config-resource').lastError).toBeNull();
    }
  });

  it('[G3] waits longer and longer for the next full synchronisation where that fails too', async () => {
    spyOn(backup.store, 'apply').and.throwError('no such column');
    spyOn(backup.store.stage, 'complete').and.throwError('no such column');
    await write('Level');
    exchange(master, backup);
    const tries: number[] = [];
    for (let at = 0; at < 150; at += 1) {
      const before = fullSyncs();
      pass(10, { stepSeconds: 10 });
      if (fullSyncs() > before) tries.push(at);
    }
    const gaps = tries.slice(1).map((step, at) => step - (tries[at] ?? 0));
    expect(gaps.length).toBeGreaterThan(2);
    expect(gaps.every((gap, at) => gap > 1.5 * (gaps[at - 1] ?? 0))).toBeTrue();
    expect(count('fullSyncFailed')).toBe(tries.length);
    expect(count('changesFailed')).toBe(1);
    const last = master.events.query({ limit: 100, offset: 0, after: 0 }).items.at(-1);
    expect(last?.reason).toContain('It is tried again when the changes have failed');
  });

  it('[G3] waits as long where full synchronisations succeed, and the changes after them fail', async () => {
    spyOn(backup.store, 'apply').and.throwError('no such column');
    for (let change = 0; change < 60; change += 1) {
      await write(`T${change}`);
      exchange(master, backup);
      pass(10, { stepSeconds: 5 });
    }
    expect(fullSyncs()).toBeGreaterThan(2);
    expect(fullSyncs()).toBeLessThan(6);
  });

  it('[G3] is not sent everything because its disk is full, and says when it has room again', async () => {
    const apply = spyOn(backup.store, 'apply').and.throwError(new GatewayError('storageFailed'));
    await write('Level');
    exchange(master, backup);
    pass(300, { stepSeconds: 10 });
    expect(fullSyncs()).toBe(1);
    expect(count('changesFailed')).toBe(1);
    expect(master.replication.state()).toEqual({
      ...{ inSync: false, compared: true, agreed: true, pending: true, pendingAll: false },
    });
    apply.and.callThrough();
    pass(30);
    expect(areEqual()).toBeTrue();
    const { severity, reasonCode } = master.events.query({ limit: 1, offset: 0 }).items[0]!;
    expect({ severity, reasonCode }).toEqual({ severity: 'info', reasonCode: 'changesApplied' });
  });

  it('[G3] is not sent everything for what a version that does not tell its reason fails in', async () => {
    refuseChanges();
    await write('Level');
    pass(300, {
      stepSeconds: 5,
      carry: () => {
        for (let frames = 1; frames > 0;) {
          frames = master.sent.length + backup.sent.length;
          for (const frame of master.sent.splice(0)) backup.replication.take(frame);
          for (const frame of backup.sent.splice(0)) {
            master.replication.take(frame.type === 'failed' ? { type: 'failed', problem: frame.problem } : frame);
          }
        }
      },
    });
    expect(fullSyncs()).toBe(1);
    expect(count('changesFailed')).toBe(1);
  });

  it('[S4] is not robbed of a forced re-sync by a change that failed, or a position said, just before it', async () => {
    refuseChanges();
    await write('Level');
    const rows = master.sent.splice(0);
    const done = master.replication.resendAll(60_000);
    for (const frame of rows) backup.replication.take(frame);
    jasmine.clock().tick(1000);
    expect(backup.sent.map(({ type }) => type)).toEqual(['failed', 'position']);
    exchange(master, backup);
    expect(await done).toBeTrue();
    expect(areEqual()).toBeTrue();
    expect(count('fullSyncFailed')).toBe(0);
  });

  it('[S4] is not taken to have everything because it says that it held as much before', async () => {
    jasmine.clock().tick(5000);
    backup.replication.take(master.sent.shift()!);
    const early = backup.sent.splice(0);
    expect(early.map(({ type }) => type)).toEqual(['applied']);
    const done = master.replication.resendAll(60_000);
    for (const frame of early) master.replication.take(frame);
    expect(count('fullSyncDone')).toBe(1);
    exchange(master, backup);
    expect(await done).toBeTrue();
    expect(count('fullSyncDone')).toBe(2);
  });

  it('[G3] is not taken to have what was saved after that which it is sent whole', async () => {
    const done = master.replication.resendAll(60_000);
    const { revision } = await write('Later');
    let answer: boolean | null = null;
    const replicated = master.replication.replicated(revision, 60_000).then((each) => (answer = each));
    while (count('fullSyncDone') < 2) {
      for (const frame of master.sent.splice(0)) backup.replication.take(frame);
      for (const frame of backup.sent.splice(0)) master.replication.take(frame);
    }
    expect(await done).toBeTrue();
    expect(answer).toBeNull();
    exchange(master, backup);
    await replicated;
    expect(answer).toBe(true as never);
  });

  it('[S4] is sent everything once more when what goes on while somebody asks for it is in vain', async () => {
    refuseChanges();
    await write('Level');
    exchange(master, backup);
    const complete = spyOn(backup.store.stage, 'complete').and.throwError('no such table');
    pass(6);
    jasmine.clock().tick(1000);
    for (const frame of backup.sent.splice(0)) master.replication.take(frame);
    const done = master.replication.resendAll(60_000);
    expect(master.replication.resendRefusals()).toEqual(['busy']);
    exchange(master, backup);
    expect(count('fullSyncFailed')).toBe(1);
    complete.and.callThrough();
    pass(30);
    expect(await done).toBeTrue();
    expect(areEqual()).toBeTrue();
  });

  it('[S4] is sent everything as soon as it says where it stands, where somebody asked before', async () => {
    unlink(master, backup);
    for (const node of [master, backup]) node.replication.linked();
    expect(master.replication.resendRefusals()).toEqual([]);
    const done = master.replication.resendAll(60_000);
    exchange(master, backup);
    expect(await done).toBeTrue();
    expect(count('fullSyncAsked')).toBe(1);
    const later = master.replication.resendAll(60_000);
    unlink(master, backup);
    expect(await later).toBeFalse();
    link(master, backup);
    expect(count('fullSyncAsked')).toBe(2);
  });

  it('[S4] takes no other history because somebody asked before it said where it stands', async () => {
    const other = new ReplicatingNode('Master', (name) => path(`other-${name}`));
    await other.store.write([tagChange('Other', '1')], 'eve');
    const before = contentOf(backup.store);
    unlink(master, backup);
    for (const node of [other, backup]) node.replication.linked();
    const done = other.replication.resendAll(60_000);
    exchange(other, backup);
    expect(await done).toBeFalse();
    expect(other.replication.resendRefusals()).toEqual(['diverged']);
    expect(contentOf(backup.store)).toEqual(before);
    other.stop();
  });

  /** The next change finds a row in its place. */
  function refuseChanges(): void {
    const database = new Database(path('Backup-config.db'), { migrations: configMigrations });
    database.open();
    const columns = 'provider, type, name, value, epoch, author, at, previousHash, hash, bytes';
    database.script(`INSERT INTO log (revision, ${columns}) SELECT 2, ${columns} FROM log WHERE revision = 1`);
    database.close();
  }

  function pass(seconds: number, { stepSeconds = 1, carry = () => void exchange(master, backup) } = {}): void {
    for (let second = 0; second < seconds; second += stepSeconds) {
      for (const node of [master, backup]) node.elapsedMs += stepSeconds * 1000;
      jasmine.clock().tick(stepSeconds * 1000);
      carry();
    }
  }
});
