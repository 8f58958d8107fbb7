import type { HandoverReason } from '#contract/activity-frames';
import { epochOf, maintain, snapshot, StoryNode } from './activity.testing.ts';

const reason: HandoverReason = { cause: 'planned', requester: 'anna', comment: null };
const active = { level: 'Active', own: epochOf(1), highest: epochOf(1) } as const;

const joining = () => new StoryNode().give({ type: 'tick' });
const claiming = () => joining().link();
const activeLinked = () => claiming().hear({ type: 'grant', epoch: epochOf(1, 'self') });
const standby = () => new StoryNode({ role: 'Backup' }).link(active);
const preparing = () => activeLinked().give({ type: 'handOver', requester: 'anna', comment: null });

/** Every state that a node can be in, reached as it is in life. */
export const situations = {
  'joining, alone': joining,
  'joining, linked, barred by its disk': () => {
    const node = new StoryNode({ role: 'Backup' });
    node.state = { ...node.state, facts: { ...node.state.facts, syncedOnce: false } };
    return node.link({ canActivate: false });
  },
  'waiting for a person': () => {
    const node = new StoryNode({ role: 'Backup' });
    node.state = { ...node.state, facts: { ...node.state.facts, syncedOnce: false } };
    return node.pass(40_000);
  },
  claiming,
  granted: () => new StoryNode({ role: 'Backup' }).link().hear({ type: 'claim', epoch: epochOf(1) }),
  'standby, linked': standby,
  'standby, alone': () => standby().give({ type: 'linkDown', because: 'closed' }),
  asking: () => new StoryNode({ takeBackHoldMs: 0 }).link(active).pass(250),
  prepared: () => standby().hear({ type: 'prepare', epoch: epochOf(2, 'self'), reason }),
  'active, linked': activeLinked,
  'active, alone': () => activeLinked().give({ type: 'linkDown', because: 'closed' }),
  preparing,
  released: () => preparing().hear({ type: 'prepared', epoch: epochOf(2) }),
  stalled: () => activeLinked().stall(9000),
  'in maintenance, standby, linked': () => standby().hear(maintain(1)),
  'in maintenance, standby, alone': () => standby().hear(maintain(1)).give({ type: 'linkDown', because: 'closed' }),
  'in maintenance, started anew, alone': () => {
    const order = { untilAt: 3_000_000, forMs: 1_800_000, reason: 'update', requester: 'anna' };
    const record = { highest: epochOf(1), own: null, released: null, timing: null, suspension: null };
    return new StoryNode({ role: 'Backup' }, record, { stamp: epochOf(1), order }).pass(40_000);
  },
  'in maintenance, active, linked': () => activeLinked().hear(maintain(1)),
} satisfies Record<string, () => StoryNode>;

/** Everything that can happen to it. */
export const events = {
  'a budget of silence': (node: StoryNode) => node.pass(12_000),
  'links with a standby': (node: StoryNode) => node.give({ type: 'linkDown', because: 'closed' }).link(),
  'links with an active node': (node: StoryNode) =>
    node.give({ type: 'linkDown', because: 'closed' }).link({ ...active, own: epochOf(5), highest: epochOf(5) }),
  'the socket closes': (node: StoryNode) => node.give({ type: 'linkDown', because: 'closed' }),
  'the peer is dead': (node: StoryNode) => {
    node.give({ type: 'linkDown', because: 'closed' }).give({ type: 'refused' });
    node.elapsedMs += 60;
    return node.give({ type: 'refused' });
  },
  'hears that the peer is active': (node: StoryNode) => node.hear({ type: 'status', snapshot: snapshot(active) }),
  'hears a claim': (node: StoryNode) => node.hear({ type: 'claim', epoch: epochOf(7) }),
  'hears a grant': (node: StoryNode) => node.hear({ type: 'grant', epoch: epochOf(1, 'self') }),
  'hears a refusal': (node: StoryNode) => node.hear({ type: 'refuse', epoch: epochOf(1, 'self') }),
  'hears a withdrawal': (node: StoryNode) => node.hear({ type: 'withdraw', epoch: epochOf(1) }),
  'is asked for its work': (node: StoryNode) => node.hear({ type: 'ask' }),
  'is offered the work': (node: StoryNode) => node.hear({ type: 'prepare', epoch: epochOf(8, 'self'), reason }),
  'hears that the peer is prepared': (node: StoryNode) => node.hear({ type: 'prepared', epoch: epochOf(2) }),
  'hears a commit': (node: StoryNode) => node.hear({ type: 'commit', epoch: epochOf(2, 'self') }),
  'hears an abort': (node: StoryNode) => node.hear({ type: 'abort', epoch: epochOf(2, 'self') }),
  'is told to stop': (node: StoryNode) => node.hear({ type: 'stop' }),
  'hears that the peer stopped': (node: StoryNode) => node.hear({ type: 'stopped', epoch: epochOf(1) }),
  'hears a goodbye': (node: StoryNode) => node.hear({ type: 'goodbye', backInMs: null }),
  'is ordered to begin maintenance': (node: StoryNode) =>
    node.give({ type: 'maintain', forMs: 60_000, reason: 'update', requester: 'anna' }),
  'is ordered to end it': (node: StoryNode) => node.give({ type: 'endMaintenance', requester: 'anna' }),
  'hears of maintenance': (node: StoryNode) => node.hear(maintain(2)),
  'hears of its end': (node: StoryNode) => node.hear(maintain(3, 0)),
  'is made active by force': (node: StoryNode) => node.give({ type: 'activateNow', requester: 'anna' }),
  'stands still for nine seconds': (node: StoryNode) => node.stall(9000),
  'stands still for two seconds': (node: StoryNode) => node.stall(2000),
} satisfies Record<string, (node: StoryNode) => StoryNode>;
