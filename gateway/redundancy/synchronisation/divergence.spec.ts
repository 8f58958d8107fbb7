import { epochOf, StoryNode } from '../activity/activity.testing.ts';
import { blockedNode, divergenceAtStart, divergenceIn } from './divergence.ts';

const at = (lineage: string, revision: number, hash = `${lineage}${revision}`) => ({ lineage, revision, hash });

describe('Two configurations, by what both nodes say when the link opens', () => {
  it('[G3] fit together when the Backup is behind or equal, or has nothing', () => {
    for (const backup of [null, at('a', 3), at('a', 5)]) {
      expect(divergenceIn('Master', at('a', 5), backup)).toBe('no');
      expect(divergenceIn('Backup', backup, at('a', 5))).toBe('no');
    }
  });

  it('[G3] do not when the Backup is ahead, of another lineage, or equally far another way', () => {
    for (const backup of [at('a', 6), at('b', 3), at('a', 5, 'other')]) {
      expect(divergenceIn('Master', at('a', 5), backup)).toBe('peer');
      expect(divergenceIn('Backup', backup, at('a', 5))).toBe('self');
    }
  });

  it('[G3] block a Master on which nothing was ever saved, and else the Backup', () => {
    expect(divergenceIn('Master', at('new', 0), at('a', 5))).toBe('self');
    expect(divergenceIn('Backup', at('a', 5), at('new', 0))).toBe('peer');
    expect(blockedNode('Backup', null)).toBe('peer');
  });
});

describe('A Master that starts alone', () => {
  const synced = { completedAt: 1, revision: 5 };

  it('[G3] does not work with less than it is known to have held, until the other node is heard', () => {
    expect(divergenceAtStart('Master', null, synced)).toBe('self');
    expect(divergenceAtStart('Master', at('new', 0), synced)).toBe('self');
    const master = new StoryNode().knowing({ divergence: 'self' });
    expect(master.pass(60_000).where).toBe('Undecided waiting');
  });

  it('[G3] works with what it held, or more, and with nothing where nothing was ever configured', () => {
    expect(divergenceAtStart('Master', at('a', 5), synced)).toBe('no');
    expect(divergenceAtStart('Master', at('a', 9), synced)).toBe('no');
    expect(divergenceAtStart('Master', null, null)).toBe('no');
    expect(divergenceAtStart('Backup', null, synced)).toBe('no');
  });
});

describe('A pair whose configurations have different histories', () => {
  it('[G3] is run by the Backup when the Master starts without its configuration', () => {
    const master = new StoryNode().knowing({ divergence: 'self' }).link();
    expect(master.said).toBe('');
    expect(master.hear({ type: 'claim', epoch: epochOf(1) }).where).toBe('Standby granted');
    const backup = new StoryNode({ role: 'Backup' }).knowing({ divergence: 'peer' }).link();
    expect(backup.said).toBe('claim');
  });

  it('[G3] is run by the Master when it is the Backup that holds something else', () => {
    expect(new StoryNode().knowing({ divergence: 'peer' }).link({ canActivate: true }).said).toBe('claim');
    const backup = new StoryNode({ role: 'Backup' }).knowing({ divergence: 'self' }).link();
    expect(backup.said).toBe('');
    expect(backup.give({ type: 'linkDown', because: 'closed' }).pass(60_000).where).not.toContain('Active');
  });

  it('[G3] is not run by a Backup that learns between its claim and the grant that what it holds does not count', () => {
    const backup = new StoryNode({ role: 'Backup' }).knowing({ divergence: 'peer' }).link();
    const [claim] = backup.frames.flatMap((frame) => (frame.type === 'claim' ? [frame] : []));
    backup.give({ type: 'facts', facts: { divergence: 'self' } }).hear({ type: 'grant', epoch: claim!.epoch });
    expect([backup.where, backup.said]).toEqual(['Undecided joining', 'withdraw']);
    const forced = new StoryNode({ role: 'Backup' }).knowing({ divergence: 'self' }).link();
    forced.give({ type: 'activateNow', requester: 'anna' });
    const [order] = forced.frames.flatMap((frame) => (frame.type === 'claim' ? [frame] : []));
    expect(forced.hear({ type: 'grant', epoch: order!.epoch }).where).toBe('Active steady');
  });

  it('[G3] is as ever once the two fit together again', () => {
    const backup = new StoryNode({ role: 'Backup' }).knowing({ divergence: 'self' });
    expect(backup.give({ type: 'facts', facts: { divergence: 'no' } }).pass(60_000).where).toBe('Active steady');
  });

  it('[G3] is not left without anybody by a Master that lost its directory and was restored', () => {
    const master = new StoryNode({ startedEmpty: true }).knowing({ syncedOnce: false });
    expect(master.pass(60_000).where).toBe('Undecided waiting');
    expect(master.give({ type: 'facts', facts: { syncedOnce: true } }).pass(1000).where).toBe('Active steady');
  });
});
