import { epochOf, snapshot, StoryNode } from './activity.testing.ts';

const active = { level: 'Active', own: epochOf(1), highest: epochOf(1) } as const;
const standby = (over = {}) => new StoryNode({ role: 'Backup', ...over }).link(active);
const activeMaster = () => new StoryNode().link().hear({ type: 'grant', epoch: epochOf(1, 'self') });

describe('The ping settings', () => {
  const fast = { pingRateMs: 500, pingMaxMissed: 4 };
  const slow = { pingRateMs: 10_000, pingMaxMissed: 5 };
  const pings = (node: StoryNode) => node.frames.filter(({ type }) => type === 'ping').length;

  it('of the Backup count on the Master as soon as they are on its disk', () => {
    const node = activeMaster().hear({ type: 'status', snapshot: snapshot({ timing: fast }) });
    expect(node.state.timing.current).toEqual(fast);
    expect(node.state.record.timing?.current).toEqual(fast);
  });

  it('are not taken over by a Master that cannot write them down', () => {
    const node = activeMaster();
    node.diskFails = true;
    node.hear({ type: 'status', snapshot: snapshot({ timing: fast }) });
    expect(node.state.timing.current.pingRateMs).toBe(1000);
  });

  it('are agreed on, and the old ones forgotten, when both use them', () => {
    const node = standby({ timing: fast });
    expect(node.state.timing.previous?.pingRateMs).toBe(1000);
    node.hear({ type: 'status', snapshot: snapshot({ ...active, timing: fast }) });
    expect(node.state.timing.previous).toBeNull();
  });

  it('that ping more often do so at once, not only after the old period', () => {
    const before = {
      highest: epochOf(1, 'self'),
      own: epochOf(1, 'self'),
      released: null,
      timing: { current: slow, previous: null },
      suspension: null,
    };
    const node = new StoryNode({}, before).link({ timing: slow }).hear({ type: 'grant', epoch: epochOf(2, 'self') });
    node.pass(1000).hear({ type: 'status', snapshot: snapshot({ timing: fast }) });
    expect(pings(node)).toBe(1);
  });

  it('of the pair, not its own, are what a Master waits by that starts again', () => {
    const before = {
      highest: epochOf(4),
      own: null,
      released: null,
      timing: { current: slow, previous: null },
      suspension: null,
    };
    const node = new StoryNode({ joinWaitMs: 1000 }, before);
    expect(node.pass(49_000).where).toBe('Undecided joining');
    expect(node.pass(1500).where).toBe('Active steady');
  });

  it('that a Master was told but never agreed on do not shorten its wait when it starts again', () => {
    const told = activeMaster().hear({ type: 'status', snapshot: snapshot({ timing: fast, timingAgreed: false }) });
    const node = new StoryNode({ joinWaitMs: 1000 }, told.state.record);
    expect(node.pass(9500).where).toBe('Undecided joining');
    expect(node.pass(1000).where).toBe('Active steady');
  });

  it('that were agreed on still count on a Backup that was set to shorter ones while it did not run', () => {
    const before = {
      highest: epochOf(4),
      own: null,
      released: null,
      timing: { current: slow, previous: null },
      suspension: null,
    };
    const node = new StoryNode({ role: 'Backup', joinWaitMs: 1000, timing: fast }, before);
    expect(node.pass(49_000).where).toBe('Undecided joining');
    expect(node.pass(1500).where).toBe('Active steady');
  });

  it('fence a process that stood still for the shorter budget, although it is within its longer ping period', () => {
    const node = activeMaster().hear({ type: 'status', snapshot: snapshot({ timing: slow }) });
    node.give({ type: 'linkDown', because: 'closed' });
    expect(node.pass(60_000).stall(8500).where).toBe('Undecided stalled');
  });
});
