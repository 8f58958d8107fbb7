import { beatOf, FakeWorld, nodeA, nodeB, pairId } from './follow.testing.ts';
import { followActive, type Switch } from './follow.ts';

describe('A client that is no page', () => {
  it('[P5] is re-targeted to the node that runs, and back, and told why', async () => {
    const { world, switches } = connects('A');
    await world.pass(2000);
    expect(switches).toEqual([]);
    world.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await world.pass(1500);
    world.lives.set('A', beatOf('A', 'Running', 3)).set('B', beatOf('B', 'Standby'));
    await world.pass(6000);
    const told = switches.map(({ from, to, address, reason }) => [from?.name, to.name, address, reason]);
    expect(told).toEqual([
      ['A', 'B', 'http://b:8088', 'silent'],
      ['B', 'A', 'http://a:8088', 'standby'],
    ]);
  });

  it('[P5] that knows no node of its own is told the one that runs', async () => {
    const world = new FakeWorld();
    world.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    const { switches } = connects(null, [nodeA, nodeB], world);
    await world.pass(3000);
    expect(switches.map(({ from, to, address, reason }) => [from, to.name, address, reason])).toEqual([
      [null, 'B', 'http://b:8088', 'first'],
    ]);
    world.lives.set('A', beatOf('A', 'Running', 3)).set('B', beatOf('B', 'Standby'));
    await world.pass(3000);
    expect(switches.map(({ from, to }) => [from?.name, to.name])[1]).toEqual(['B', 'A']);
  });

  it('[P5] finds a node at whichever of its addresses answers, and asks only there from then on', async () => {
    const second = 'http://10.0.0.12:8088';
    const world = pairWorld();
    world.servedBy.set(second, () => 'B');
    connects('A', [nodeA, { ...nodeB, probes: ['http://gone:8088', second] }], world);
    await world.pass(5500);
    expect(world.asked.filter(({ origin }) => origin === 'http://gone:8088').length).toBe(1);
    expect(world.asked.filter(({ origin }) => origin === second).length).toBe(6);
  });

  it('[P5] finds a node again at another of its addresses when the one that answered is gone', async () => {
    const { world, switches } = connects('A', [
      nodeA,
      { ...nodeB, probes: ['http://b:8088', 'http://10.0.0.12:8088'] },
    ]);
    await world.pass(2500);
    world.servedBy.delete('http://b:8088');
    world.servedBy.set('http://10.0.0.12:8088', () => 'B');
    world.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await world.pass(2000);
    expect(switches.map(({ address }) => address)).toEqual(['http://10.0.0.12:8088']);
  });

  it('[P5] may be told addresses as they stand in an address bar', async () => {
    const nodes = [nodeA, { ...nodeB, probes: ['http://B:8088/'] }];
    const { world, switches } = connects('A', nodes);
    world.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await world.pass(1500);
    expect(switches.map(({ address }) => address)).toEqual(['http://b:8088']);
  });

  it('[P5] asks nobody any more once it is stopped', async () => {
    const { world, follower } = connects('A');
    await world.pass(1000);
    follower.stop();
    const before = world.asked.length;
    await world.pass(10_000);
    expect(world.asked.length).toBe(before);
  });

  it('[P5] follows to addresses that it was told later', async () => {
    const { world, switches, follower } = connects('A', [nodeA, { ...nodeB, probes: ['http://old:8088'] }]);
    world.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await world.pass(5000);
    expect(switches).toEqual([]);
    follower.update([nodeA, nodeB]);
    await world.pass(1500);
    expect(switches.map(({ address }) => address)).toEqual(['http://b:8088']);
  });

  it('[P5] asks no address that it was told later for both', async () => {
    const { world, follower } = connects('A');
    const shared = 'http://both:8088';
    world.lives.set('B', 'refuses');
    world.servedBy.set(shared, () => 'A');
    follower.update([nodeA, nodeB].map((node) => ({ ...node, probes: [shared, ...node.probes] })));
    await world.pass(3000);
    expect(world.asked.filter(({ origin }) => origin === shared)).toEqual([]);
  });

  it('[P5] asks at the old address no more, though that still answers', async () => {
    const { world, switches, follower } = connects('A');
    world.servedBy.set('http://b.second:8088', () => 'B');
    await world.pass(2500);
    follower.update([nodeA, { ...nodeB, probes: ['http://b.second:8088'] }]);
    const before = world.asked.length;
    await world.pass(3000);
    expect(world.asked.slice(before).filter(({ origin }) => origin === 'http://b:8088')).toEqual([]);
    world.lives.set('A', 'refuses').set('B', beatOf('B', 'Running', 2));
    await world.pass(1500);
    expect(switches.map(({ address }) => address)).toEqual(['http://b.second:8088']);
  });
});

function pairWorld(): FakeWorld {
  const world = new FakeWorld();
  world.lives.set('A', beatOf('A', 'Running')).set('B', beatOf('B', 'Standby'));
  return world;
}

function connects(own: string | null, nodes = [nodeA, nodeB], world = pairWorld()) {
  const switches: Switch[] = [];
  const follower = followActive({ pairId, nodes, own, onSwitch: (change) => switches.push(change) }, world);
  return { world, switches, follower };
}
