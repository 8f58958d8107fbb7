import { ActivityEvents } from './activity/activity-events.ts';
import type { DriverParts } from './activity/activity-driver.ts';
import type { PeerMemory } from './peer-memory.ts';
import type { CoreParts } from './core-parts.ts';
import { ChangeoverWatch } from './records/changeover-watch.ts';
import { activityLevelOf } from './status.ts';

/** What is written down of the decision, step by step. */
export function watchActivity(parts: CoreParts, peer: PeerMemory): DriverParts['stepped'] {
  const { records, config, clock, card, levelChanged } = parts;
  const events = new ActivityEvents({
    levelOf: (state) => activityLevelOf(state, config()),
    add: (event) => records.events.add(event),
    changed: levelChanged,
  });
  const changeovers = new ChangeoverWatch({
    self: () => ({ nodeId: card().nodeId, name: card().name }),
    peer: () => (peer.nodeId === null ? null : { nodeId: peer.nodeId, name: peer.name ?? 'the other node' }),
    now: () => clock.now(),
    add: (record) => records.changeovers.add(record),
  });
  return (state, effects) => {
    events.see(state, effects);
    changeovers.see(state, effects);
  };
}
