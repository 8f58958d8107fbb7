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

  it('[P2] listens to its tab no more once it is stopped', () => {
    const { browser, follower } = opens();
    expect(browser.listeners).toBe(1);
    follower.stop();
    expect(browser.listeners).toBe(0);
  });
});
