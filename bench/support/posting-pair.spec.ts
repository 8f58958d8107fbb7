import { saveTag } from '../../e2e/support/resources.ts';
import { until } from '../../e2e/support/until.ts';
import { type PostingGateway, PostingPair } from './posting-pair.ts';

describe('Two gateways whose drivers write', () => {
  let posting: PostingPair;
  let master: PostingGateway;
  let backup: PostingGateway;

  beforeEach(async () => {
    posting = await PostingPair.start({ proxied: true, takeBackHoldMs: 600_000 });
    ({ master, backup } = posting);
  }, 60_000);

  afterEach(() => posting.stop(), 30_000);

  it('[G5] have what was answered as replicated on the other one after kill -9 of the active one', async () => {
    const replicated: string[] = [];
    for (let index = 0; index < 200; index += 1) {
      if ((await master.set(`Tag ${index}`, index)).replicated) replicated.push(`Tag ${index}`);
    }
    await master.kill();
    expect(replicated.length).toBe(200);
    await until('the Backup is active', () => posting.pair.backup.isActive());
    for (const [index, key] of replicated.entries()) expect(await backup.get(key)).toBe(index);
    expect((await backup.set('Tag 0', 1000)).replicated).toBeFalse();
    master.start();
    await posting.pair.protected(posting.pair.backup);
    expect(await master.get('Tag 0')).toBe(1000);
    expect(await master.get('Tag 199')).toBe(199);
  }, 60_000);

  it('[G5] hold the same again after the link was cut and came back, and hand over without losing a value', async () => {
    await master.set('Level', 1);
    posting.pair.link.cut();
    await until('the link is lost', async () => (await posting.pair.master.status())?.peerConnected === false);
    expect((await master.set('Level', 2)).replicated).toBeFalse();
    posting.pair.link.heal();
    await until('the Backup has it', async () => (await backup.get('Level')) === 2);
    await posting.pair.protected(posting.pair.master);
    await master.set('Level', 3);
    await posting.pair.master.api('/data/api/v1/redundancy/gwaction/failover', { method: 'POST' });
    await posting.pair.protected(posting.pair.backup);
    expect(await backup.get('Level')).toBe(3);
    expect((await backup.set('Level', 4)).replicated).toBeTrue();
    expect(await master.get('Level')).toBe(4);
    await master.set('Level', 5);
    expect(await master.get('Level')).toBe(4);
  }, 60_000);

  it('[G5] have everything after both were off', async () => {
    // A node that becomes active forgets the values of tags that there are not.
    await saveTag(posting.pair.master, 'Level', 'written by the driver');
    await master.set('Level', 7);
    await Promise.all([master.terminate(), backup.terminate()]);
    master.start();
    backup.start();
    await posting.pair.protected(posting.pair.master);
    expect([await master.get('Level'), await backup.get('Level')]).toEqual([7, 7]);
  }, 60_000);
});
