import { unpacked } from './arrival.ts';
import type { Fetch } from './ask.ts';
import { beatOf, nodeA, nodeB } from './follow.testing.ts';
import { opens } from './page.testing.ts';

describe('A page that is about to leave', () => {
  it('[P2] goes where the running node wants it by then, though that was changed while it was held back', async () => {
    let leave: (may: boolean) => void = () => undefined;
    const mayLeave = () => new Promise<boolean>((resolve) => (leave = resolve));
    const { browser, opened } = opens({ mayLeave, atNodes: true });
    const publicAt = (publicAddress: string) => beatOf('B', 'Running', 2, { publicAddress });
    for (const origin of ['http://old.com', 'http://new.com']) browser.servedBy.set(origin, () => 'B');
    browser.lives.set('A', 'refuses').set('B', publicAt('old.com'));
    await browser.pass(3000);
    browser.lives.set('B', publicAt('new.com'));
    await browser.pass(3000);
    leave(true);
    await browser.pass(1500);
    expect(opened()).toEqual([]);
    leave(true);
    await browser.pass(1500);
    expect(opened()).toEqual(['http://new.com/runtime/water/pumps?zoom=2#tank']);
  });

  it('[P5] goes to the address of the node that answers, where this browser does not know the first one', async () => {
    const probes = ['http://pc-b:8088', 'http://b:8088'];
    const { browser, opened } = opens({ nodes: [nodeA, { ...nodeB, probes, destination: 'http://pc-b:8088' }] });
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(3000);
    expect(opened()).toEqual(['http://b:8088/runtime/water/pumps?zoom=2#tank']);
  });

  it('[P5] goes where its page is listed though nothing was seen there, and not to the gateway', async () => {
    const page = { destination: 'http://b:3000', fixed: true };
    const { browser, opened } = opens({ nodes: [nodeA, { ...nodeB, ...page }] });
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(9000);
    expect(opened()).toEqual([]);
    await browser.pass(5000);
    expect(opened()).toEqual(['http://b:3000/runtime/water/pumps?zoom=2#tank']);
  });

  it('[P2] waits ten seconds for a public address that was changed while it waited for the one before', async () => {
    const { browser, opened } = opens({ atNodes: true });
    const publicAt = (publicAddress: string) => beatOf('B', 'Running', 2, { publicAddress });
    browser.lives.set('A', 'refuses').set('B', publicAt('old.com'));
    await browser.pass(8000);
    browser.lives.set('B', publicAt('new.com'));
    await browser.pass(6000);
    browser.servedBy.set('http://new.com', () => 'B');
    await browser.pass(2000);
    expect(opened()).toEqual(['http://new.com/runtime/water/pumps?zoom=2#tank']);
  });

  it('[P2] and is kept twice within a minute is asked again a minute after the second time', async () => {
    const { browser, opened } = opens();
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(5000);
    browser.lives.set('A', beatOf('A', 'Running', 3)).set('B', beatOf('B', 'Standby'));
    await browser.pass(25_000);
    browser.lives.set('A', beatOf('A', 'Standby')).set('B', beatOf('B', 'Running', 4));
    await browser.pass(10_000);
    expect(opened().length).toBe(2);
    await browser.pass(40_000);
    expect(opened().length).toBe(2);
    await browser.pass(20_000);
    expect(opened().length).toBe(3);
  });

  it('[P2] does not leave once it is stopped, though it was allowed to by then', async () => {
    let leave: (may: boolean) => void = () => undefined;
    const { browser, follower, opened } = opens({ mayLeave: () => new Promise((resolve) => (leave = resolve)) });
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(3000);
    follower.stop();
    leave(true);
    await browser.pass(3000);
    expect(opened()).toEqual([]);
  });

  it('[P2] stays where whoever is asked whether it may leave fails', async () => {
    const { browser, opened } = opens({ mayLeave: async () => Promise.reject(new Error('broken')) });
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(5000);
    expect(opened()).toEqual([]);
  });

  it('[P2] goes to another address at once where the first one led back', async () => {
    const { browser, opened, follow } = opens();
    const publicAt = (publicAddress: string) => beatOf('B', 'Running', 2, { publicAddress });
    for (const origin of ['http://wrong', 'http://right']) browser.servedBy.set(origin, () => 'B');
    browser.lives.set('A', beatOf('A', 'Standby')).set('B', publicAt('http://wrong'));
    await browser.pass(2000);
    browser.load(browser.opened[0]!.replace('http://wrong', 'http://a:8088'));
    follow('A');
    await browser.pass(20_000);
    expect(opened().length).toBe(1);
    browser.lives.set('B', publicAt('http://right'));
    await browser.pass(2000);
    expect(opened()[1]).toBe('http://right/runtime/water/pumps?zoom=2#tank');
  });

  it('[P2] waits for no time that lies ahead where the clock was set back after its last move', async () => {
    const { browser, opened, follow } = opens();
    browser.servedBy.set('http://proxy', () => 'A');
    browser.lives.set('A', beatOf('A', 'Standby')).set('B', beatOf('B', 'Running', 2, { publicAddress: 'proxy' }));
    await browser.pass(2000);
    browser.load(browser.opened[0]!.replace('http://proxy', 'http://a:8088'));
    browser.clockMs = -3_600_000;
    follow('A');
    await browser.pass(5000);
    expect(opened().length).toBe(2);
  });

  it('[P2] tells the next page of its last moves only, however many there were', async () => {
    const { browser, follow } = opens();
    for (let epoch = 2; epoch < 27; epoch += 1) {
      const [own, other] = epoch % 2 === 0 ? ['A', 'B'] : ['B', 'A'];
      browser.lives.set(own, beatOf(own, 'Standby')).set(other, beatOf(other, 'Running', epoch));
      while (browser.opened.length < epoch - 1) await browser.pass(500);
      browser.load(browser.opened.at(-1)!);
      expect(unpacked(browser.address.hash).arrival?.moves.length).toBe(Math.min(8, epoch - 1));
      follow(other);
    }
  });

  it('[P2] asks the other node again when its own one is refused: that may have taken over a moment ago', async () => {
    const { browser, opened } = opens();
    await browser.pass(2950);
    browser.lives.set('A', 'refuses');
    await browser.pass(60);
    browser.lives.set('B', beatOf('B', 'Running', 2));
    await browser.pass(150);
    expect(opened().length).toBe(1);
  });

  it('[P2] does not believe an answer that comes after one to a later question', async () => {
    const publicAddress = 'https://testserver.com:8066';
    const adopted: string[] = [];
    const { browser } = opens({ onAdopt: ({ nodeId }) => adopted.push(nodeId) }, `${publicAddress}/x`);
    const { fetch } = browser;
    const late: (() => void)[] = [];
    const slow: Fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (url.startsWith('http://b') && late.length === 0) await new Promise<void>((resolve) => late.push(resolve));
      return answer;
    };
    await browser.pass(2100);
    browser.lives.set('A', beatOf('A', 'Standby')).set('B', beatOf('B', 'Running', 2, { publicAddress }));
    Object.assign(browser, { fetch: slow });
    browser.show();
    await browser.pass(100);
    browser.lives.set('B', beatOf('B', 'Standby'));
    browser.show();
    await browser.pass(100);
    late[0]?.();
    await browser.pass(100);
    expect(adopted).toEqual([]);
  });

  it('[P2] listens to its tab no more once it is stopped', () => {
    const { browser, follower } = opens();
    expect(browser.listeners).toBe(1);
    follower.stop();
    expect(browser.listeners).toBe(0);
  });
});
