import type { SimulatedNode } from './simulated-node.ts';
import { timings, World, type Faults, type Mutant } from './world.ts';

const troubleMs = 60_000;
const recoveryMs = 60_000;

/**
 * Runs one seeded schedule of faults, then lets everything heal. Returns the end of its story if a promise was broken;
 * the seed replays it.
 */
export function runSchedule(seed: number, faults: Faults, mutant: Mutant = 'none'): string[] {
  const world = new World(seed, faults, mutant);
  startBoth(world);
  if (world.random.chance(0.7)) world.run(world.random.between(2000, 12_000));
  const end = world.queue.now + troubleMs;
  while (world.queue.now < end && world.violations.length === 0) {
    disturb(world);
    world.run(world.queue.now + pauseBetween(world));
  }
  heal(world);
  world.run(world.queue.now + recoveryMs);
  if (world.violations.length === 0) world.checkRecovery();
  return world.violations.length === 0 ? [] : [...world.story.slice(-60), ...world.violations];
}

function startBoth(world: World): void {
  const delayMs = world.random.pick([0, 100, 2000, 6000]);
  const [first, second] = world.random.chance(0.5) ? [world.master, world.backup] : [world.backup, world.master];
  world.queue.at(0, () => first.start());
  world.queue.at(delayMs, () => second.alive || second.start());
}

/** Often short, at times longer than the budget: faults interleave with what the protocol does about them. */
function pauseBetween({ random }: World): number {
  return random.pick([random.between(1, 60), random.between(50, 1500), random.between(1000, 9000)]);
}

function disturb(world: World): void {
  const { random, faults, link } = world;
  const node = random.pick([world.master, world.backup] as const);
  const choices: (() => void)[] = [() => restart(world, node)];
  if (faults.crashes) choices.push(() => world.crash(node));
  if (faults.crashes) choices.push(() => node.deliver({ type: 'leave', backInMs: random.chance(0.3) ? 1000 : null }));
  if (faults.pauses) choices.push(() => pause(world, node));
  if (faults.cuts)
    choices.push(
      () => cut(world),
      () => link.heal(),
    );
  if (faults.fullDisk) choices.push(() => fillDisk(world, node));
  if (faults.failingDisk) choices.push(() => node.learn({ diskWritable: !node.diskFull }));
  if (faults.timings) choices.push(() => changeTiming(world));
  if (faults.handovers)
    choices.push(
      () => handOver(world),
      () => node.deliver({ type: 'resumeTakeBack' }),
    );
  if (faults.histories)
    choices.push(
      () => world.histories.save(),
      () => world.histories.lose(node),
      () => world.histories.choose(),
    );
  if (faults.maintenance) choices.push(() => maintain(world, node));
  if (faults.force) choices.push(() => node.deliver({ type: 'activateNow', requester: 'anna' }));
  random.pick(choices as [() => void, ...(() => void)[]])();
}

function maintain({ random, maintenance, queue }: World, node: SimulatedNode): void {
  if (random.chance(0.3)) {
    maintenance.ended(queue.now);
    return node.deliver({ type: 'endMaintenance', requester: 'anna' });
  }
  const forMs = random.pick([2000, 9000, 30_000]);
  maintenance.ordered(queue.now + forMs);
  node.deliver({ type: 'maintain', forMs, reason: 'update', requester: 'anna' });
}

function restart(world: World, node: SimulatedNode): void {
  if (!node.alive) node.start();
  else if (world.faults.crashes && world.random.chance(0.3)) {
    world.crash(node);
    world.queue.after(world.random.between(1, 300), () => node.alive || node.start());
  }
}

function pause(world: World, node: SimulatedNode): void {
  if (!node.alive || node.paused) return;
  world.tell(node, 'pauses');
  node.pause();
  const { generation } = node;
  world.queue.after(world.random.pick([300, 1500, 2900, 3100, 4000, 5500, 9000, 20_000]), () => {
    if (node.generation === generation) node.resume();
  });
}

function cut({ random, link, master, backup }: World): void {
  const way = random.between(0, 3);
  link.rejects = way === 2 && random.chance(0.3);
  if (way !== 1) link.cut.add(master);
  if (way !== 0) link.cut.add(backup);
  if (link.rejects) link.reset();
}

function fillDisk(world: World, node: SimulatedNode): void {
  node.diskFull = !node.diskFull;
  world.tell(node, node.diskFull ? 'disk is full' : 'disk has room');
  node.learn({ diskWritable: !node.diskFull });
}

/** An administrator changes the Backup's ping settings, live or in the file of a node that does not run. */
function changeTiming({ random, backup, tell }: World): void {
  const timing = random.pick(timings);
  backup.settings = { ...backup.settings, timing };
  tell(backup, `is set to ${JSON.stringify(timing)}`);
}

function handOver(world: World): void {
  world.tell(world.master, 'a person asks for a handover');
  const active = [world.master, world.backup].find((node) => node.state.level === 'Active');
  active?.deliver({ type: 'handOver', requester: 'anna', comment: null });
}

/** Once everything is well, somebody looks, and chooses where there is something to choose. */
function lookAfter(world: World): void {
  world.histories.choose();
  world.queue.after(5000, () => lookAfter(world));
}

function heal(world: World): void {
  world.faults = { ...world.faults, slowDisk: false, crashesInWrites: false, failingDisk: false };
  world.healed = true;
  world.link.heal();
  for (const node of [world.master, world.backup]) {
    node.diskFull = false;
    if (!node.alive) node.start();
    node.resume();
    node.learn({ diskWritable: true });
  }
  if (world.faults.histories) lookAfter(world);
}
