import { epochOf, StoryNode } from './activity.testing.ts';

describe('An active node that meets a standby of a higher epoch while its disk fails', () => {
  it('[G9] goes on under an epoch above it as soon as the disk works, so that what it writes counts there', () => {
    const node = new StoryNode().pass(40_000);
    expect(node.where).toBe('Active steady');
    node.diskFails = true;
    node.link({ level: 'Standby', highest: epochOf(5), own: epochOf(5) });
    expect(node.state.record.own).toEqual(epochOf(1, 'self'));
    node.diskFails = false;
    node.give({ type: 'facts', facts: { diskWritable: true } });
    expect(node.where).toBe('Active steady');
    expect(node.state.record.own?.number).toBeGreaterThan(5);
    expect(node.has('renewed')).toBeTrue();
  });

  it('[G9] does so as well when the disk fails only after that epoch is written', () => {
    const node = new StoryNode().pass(40_000);
    failAfter(node, 1);
    node.link({ level: 'Standby', highest: epochOf(5), own: epochOf(5) });
    expect(node.state.record.own).toEqual(epochOf(1, 'self'));
    failAfter(node, Infinity);
    node.give({ type: 'facts', facts: { diskWritable: true } });
    expect(node.state.record.own?.nodeId).toBe('self');
    expect(node.state.record.own?.number).toBeGreaterThan(5);
  });
});

/** So many more writes succeed. */
function failAfter(node: StoryNode, writes: number): void {
  let written = 0;
  Object.defineProperty(node, 'diskFails', { configurable: true, get: () => (written += 1) > writes });
}
