import type { ActivityLevel } from '#contract/roles';
import { ActivityEvents } from './activity-events.ts';
import { epochOf, StoryNode } from './activity.testing.ts';

const reason = { cause: 'planned', requester: 'anna', comment: null } as const;
const active = { level: 'Active', own: epochOf(1), highest: epochOf(1) } as const;

describe('What runs on a node', () => {
  it('[G1] is started on a Cold node before the work is handed over', () => {
    const { node, seen } = coldStandby();
    seen.add(node.hear({ type: 'prepare', epoch: epochOf(2, 'self'), reason }));
    seen.add(node.hear({ type: 'commit', epoch: epochOf(2, 'self') }));
    expect(seen.works).toEqual(['Cold', 'Warm', 'Active']);
  });

  it('[G1] is stopped again when nothing comes of a handover', () => {
    const { node, seen } = coldStandby();
    seen.add(node.hear({ type: 'prepare', epoch: epochOf(2, 'self'), reason }));
    seen.add(node.hear({ type: 'abort', epoch: epochOf(2, 'self') }));
    expect(seen.works).toEqual(['Cold', 'Warm', 'Cold']);
  });

  it('[G1] stays as it is on a node that refuses the work', () => {
    const { node, seen } = coldStandby();
    node.state = { ...node.state, facts: { ...node.state.facts, diskWritable: false } };
    seen.add(node.hear({ type: 'prepare', epoch: epochOf(2, 'self'), reason }));
    expect(seen.works).toEqual(['Cold']);
  });

  it('[S8] is no event of its own', () => {
    const { node, seen } = coldStandby();
    const before = seen.reasons.length;
    seen.add(node.hear({ type: 'prepare', epoch: epochOf(2, 'self'), reason }));
    expect(seen.reasons.length).toBe(before);
  });
});

function coldStandby() {
  const node = new StoryNode({ role: 'Backup' }).link(active);
  const works: ActivityLevel[] = [];
  const reasons: string[] = [];
  const events = new ActivityEvents({
    levelOf: ({ level }) => (level === 'Standby' ? 'Cold' : level),
    add: (event) => reasons.push(event.reason),
    changed: (level) => works.push(level),
  });
  const seen = { works, reasons, add: ({ state }: StoryNode) => events.see(state, []) };
  seen.add(node);
  return { node, seen };
}
