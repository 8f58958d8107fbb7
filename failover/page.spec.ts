import type { Arrival } from './arrival.ts';
import { arrivalInWords, unpacked } from './arrival.ts';
import { beatOf, nodeA, nodeB } from './follow.testing.ts';
import { takeArrival } from './page.ts';
import { opens } from './page.testing.ts';

describe('A page that follows the active node', () => {
  it('[P2] moves when its node is gone and the other one runs; path, query and fragment stay', async () => {
    const { browser, opened } = opens();
    await browser.pass(3000);
    expect(opened()).toEqual([]);
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(1200);
    expect(opened()).toEqual(['http://b:8088/runtime/water/pumps?zoom=2#tank']);
  });

  it('[P2] waits for two missed answers of a node that is merely silent', async () => {
    const { browser, opened } = opens();
    await browser.pass(100);
    browser.lives.set('A', 'silent').set('B', beatOf('B', 'Running', 2));
    await browser.pass(1950);
    expect(opened()).toEqual([]);
    await browser.pass(1200);
    expect(opened().length).toBe(1);
  });

  const running = beatOf('A', 'Running');
  for (const [what, a, b, moves] of [
    ['its node stands by and the other one runs', beatOf('A', 'Standby'), beatOf('B', 'Running', 2), true],
    ['its node runs and the other one stands by', running, beatOf('B', 'Standby'), false],
    ['its node runs and the other one is gone', running, 'refuses', false],
    ['both run', running, beatOf('B', 'Running', 2), false],
    ['both stand by', beatOf('A', 'Standby'), beatOf('B', 'Standby'), false],
    ['both are silent', 'silent', 'refuses', false],
    ['its node is gone and another pair answers', 'refuses', { ...beatOf('B', 'Running', 2), pairId: 'other' }, false],
    ['its node is gone and another node answers', 'refuses', beatOf('C', 'Running', 2), false],
  ] as const) {
    it(`[P2] ${moves ? 'moves' : 'stays'} when ${what}`, async () => {
      const { browser, opened } = opens();
      browser.lives.set('A', a).set('B', b);
      await browser.pass(10_000);
      expect(opened().length).toBe(moves ? 1 : 0);
    });
  }

  it('[P2] goes to the public address of the running node, as it is said by then, in its own scheme', async () => {
    const { browser, opened } = opens();
    browser.servedBy.set('http://company.com:8080', () => 'B');
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Standby', 2, { publicAddress: 'old.com:8080' }));
    await browser.pass(2500);
    browser.lives.set('B', beatOf('B', 'Running', 2, { publicAddress: 'company.com:8080' }));
    await browser.pass(1500);
    expect(opened()).toEqual(['http://company.com:8080/runtime/water/pumps?zoom=2#tank']);
  });

  it('[P2] waits where it is until something is served at the public address, which a proxy may lead there later', async () => {
    const { browser, opened } = opens();
    let knows = false;
    browser.servedBy.set('https://testserver.com:8066', () => (knows ? 'B' : 'A'));
    const publicAddress = 'https://testserver.com:8066';
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2, { publicAddress }));
    await browser.pass(6000);
    expect(opened()).toEqual([]);
    knows = true;
    await browser.pass(1500);
    expect(opened()).toEqual(['https://testserver.com:8066/runtime/water/pumps?zoom=2#tank']);
  });

  for (const [atNodes, address] of [
    [true, 'http://b:8088'],
    [false, 'http://gone.com'],
  ] as const) {
    it(`[P2] goes to ${address} after 10 s in which nothing is served at the public address`, async () => {
      const { browser, opened } = opens({ atNodes });
      browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2, { publicAddress: 'gone.com' }));
      await browser.pass(9000);
      expect(opened()).toEqual([]);
      await browser.pass(4000);
      expect(opened()).toEqual([`${address}/runtime/water/pumps?zoom=2#tank`]);
    });
  }

  it('[P2] goes at once where the node answered when the browser does not know what the gateways call it', async () => {
    const { browser, opened } = opens({ atNodes: true, nodes: [nodeA, { ...nodeB, destination: 'unknown:8088' }] });
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(1500);
    expect(opened()).toEqual(['http://b:8088/runtime/water/pumps?zoom=2#tank']);
  });

  it('[P2] knows what is to be said of the other node while its own one does no work', async () => {
    const { browser, follower } = opens();
    const outlook = () => follower.outlook && `${follower.outlook.kind} ${follower.outlook.node.name}`;
    browser.lives.set('B', 'refuses');
    await browser.pass(2000);
    expect(outlook()).toBeNull();
    browser.lives.set('A', 'refuses');
    await browser.pass(2000);
    expect(outlook()).toBe('neither B');
    browser.lives.set('A', beatOf('A', 'Standby'));
    await browser.pass(1000);
    expect(outlook()).toBe('unreached B');
    browser.lives.set('A', 'refuses');
    browser.lives.set('B', beatOf('B', 'Running', 2, { spreadMs: 4000 }));
    browser.chance = 0.9;
    await browser.pass(1500);
    expect(outlook()).toBe('moving B');
    browser.lives.set('B', 'refuses');
    await browser.pass(1500);
    expect(outlook()).toBe('neither B');
  });

  it('[P2] moves at its moment though the clock of the computer is set back meanwhile', async () => {
    const { browser, opened } = opens();
    browser.chance = 0.5;
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2, { spreadMs: 10_000 }));
    await browser.pass(2000);
    browser.clockMs = -3_600_000;
    await browser.pass(5000);
    expect(opened().length).toBe(1);
  });

  it('[P2] does not reload where one address serves both: it goes on with the other node', async () => {
    const adopted: string[] = [];
    const { browser, opened } = opens(
      { onAdopt: ({ nodeId }) => adopted.push(nodeId) },
      'https://testserver.com:8066/x',
    );
    const publicAddress = 'https://testserver.com:8066';
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2, { publicAddress }));
    await browser.pass(5000);
    browser.lives.set('A', beatOf('A', 'Running', 3, { publicAddress })).set('B', beatOf('B', 'Standby'));
    await browser.pass(5000);
    expect(opened()).toEqual([]);
    expect(adopted).toEqual(['B', 'A']);
  });

  it('[P2] never asks an address that both nodes have', async () => {
    const shared = 'http://both:8088';
    const nodes = [nodeA, nodeB].map((node) => ({ ...node, probes: [shared, ...node.probes] }));
    const { browser, opened } = opens({ nodes });
    browser.servedBy.set(shared, () => 'B');
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(3000);
    expect(browser.asked.some(({ origin }) => origin === shared)).toBeFalse();
    expect(opened().length).toBe(1);
  });

  it('[P3] tells the page that it becomes where it came from and why, and takes that out of the address', async () => {
    const { browser } = opens();
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(1500);
    browser.load(browser.opened[0]!);
    const arrival = takeArrival(browser);
    expect(browser.address.href).toBe('http://b:8088/runtime/water/pumps?zoom=2#tank');
    expect(arrivalInWords(arrival!, [nodeA, nodeB])).toMatch(
      /^Moved from A to B at \d\d:\d\d:\d\d: A does not answer\.$/,
    );
    expect(takeArrival(browser)).toBeNull();
  });

  it('[P3] believes no link that speaks of other nodes, and shows no text that came in the address', () => {
    const foreign: Arrival = { from: '<b>x</b>', to: 'B', reason: 'silent', at: 0, moves: [] };
    expect(arrivalInWords(foreign, [nodeA, nodeB])).toBeNull();
    for (const text of ['{}', '[1]', '%', 'null', '{"from":1}']) {
      expect(unpacked(`#tank~understudy~${text}`)).toEqual({ hash: '#tank', arrival: null });
    }
  });

  it('[P4] goes back when its first node takes back', async () => {
    const { browser, follow } = opens();
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(1500);
    browser.load(browser.opened[0]!);
    follow('B');
    browser.lives.set('A', beatOf('A', 'Running', 3)).set('B', beatOf('B', 'Standby'));
    await browser.pass(4000);
    expect(browser.opened.map((address) => new URL(address).host)).toEqual(['b:8088', 'a:8088']);
  });

  it('[P2] does not run in a circle where an address leads back', async () => {
    const { browser, follow } = opens();
    const b = beatOf('B', 'Running', 2, { publicAddress: 'http://proxy' });
    browser.servedBy.set('http://proxy', () => 'A');
    browser.lives.set('A', beatOf('A', 'Standby')).set('B', b);
    for (let at = 0; at < 5; at += 1) {
      await browser.pass(60_000);
      const opened = browser.opened[at];
      if (opened === undefined) break;
      browser.load(opened.replace('http://proxy', 'http://a:8088'));
      follow('A');
    }
    expect(browser.opened.length).toBe(1);
    // What led back then may lead there now.
    await browser.pass(200_000);
    expect(browser.opened.length).toBe(2);
  });

  it('[P2] waits longer after each move while the nodes change places all the time', async () => {
    const { browser, follow } = opens();
    const at: number[] = [];
    for (let epoch = 2; epoch < 8; epoch += 1) {
      const [own, other] = epoch % 2 === 0 ? ['A', 'B'] : ['B', 'A'];
      browser.lives.set(own, beatOf(own, 'Standby')).set(other, beatOf(other, 'Running', epoch));
      while (browser.opened.length < epoch - 1) await browser.pass(500);
      at.push(browser.now());
      browser.load(browser.opened.at(-1)!);
      follow(other);
    }
    const waits = at.slice(1).map((time, index) => time - at[index]!);
    expect(waits[0]).toBeLessThan(4000);
    expect(waits.at(-1)).toBeGreaterThan(25_000);
  });

  it('[P2] spreads over the time that the running node asks for, and moves only if it still has to', async () => {
    const { browser, opened } = opens();
    browser.chance = 0.5;
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2, { spreadMs: 10_000 }));
    await browser.pass(4000);
    expect(opened()).toEqual([]);
    browser.lives.set('A', beatOf('A', 'Running', 3)).set('B', beatOf('B', 'Standby'));
    await browser.pass(20_000);
    expect(opened()).toEqual([]);
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 4, { spreadMs: 10_000 }));
    await browser.pass(7000);
    expect(opened().length).toBe(1);
  });

  it('[P2] is held back while something is typed, and moves when that is saved', async () => {
    let typed = true;
    const { browser, opened } = opens({ mayLeave: async () => !typed });
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(5000);
    expect(opened()).toEqual([]);
    typed = false;
    await browser.pass(1200);
    expect(opened().length).toBe(1);
  });

  it('[P2] that the person kept from leaving goes on following, and is not thrown out again and again', async () => {
    const { browser, opened } = opens();
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await browser.pass(50_000);
    expect(opened().length).toBe(1);
    await browser.pass(15_000);
    expect(opened().length).toBe(2);
    browser.lives.set('B', 'refuses').set('A', beatOf('A', 'Running', 3));
    await browser.pass(90_000);
    browser.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 4));
    await browser.pass(5000);
    expect(opened().length).toBe(3);
  });

  it('[P2] asks at once when its tab is shown again, whatever its timers were slowed down to', async () => {
    const { browser } = opens();
    await browser.pass(100);
    const before = browser.asked.length;
    browser.show();
    await browser.pass(1);
    expect(browser.asked.length).toBe(before + 2);
  });

  it('[P2] asks each node once a second', async () => {
    const { browser } = opens();
    await browser.pass(10_000);
    const times = browser.asked.filter(({ origin }) => origin === 'http://a:8088').map(({ at }) => at);
    expect(times.slice(1).map((at, index) => at - times[index]!)).toEqual(Array<number>(10).fill(1000));
  });
});
