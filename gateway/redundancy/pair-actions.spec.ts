import { defaultRedundancyConfig } from '#contract/redundancy-config';
import type { GwactionPreflight, RefusalCode } from '#contract/gwaction';
import { snapshot, StoryNode } from './activity/activity.testing.ts';
import { situations } from './activity/activity-situations.testing.ts';
import type { Input } from './activity/activity-types.ts';
import { EffectWatch } from './activity/effect-watch.ts';
import { Choices } from './choices.ts';
import { PairActions } from './pair-actions.ts';
import type { ActionResult } from './redundancy.ts';

const quiet = () => undefined;
const logger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };
const anna = { userName: 'anna', from: '127.0.0.1' };
const active = { level: 'Active', writing: true } as const;

type Action = keyof GwactionPreflight;
type Orders = Record<Action, (actions: PairActions) => ActionResult<unknown> | Promise<ActionResult<unknown>>>;

const orders: Orders = {
  failover: (actions) => actions.failover(anna, ''),
  resync: (actions) => actions.resync(anna),
  maintenance: (actions) => actions.maintain({ forMs: 60_000, reason: 'update' }, anna),
  endMaintenance: (actions) => actions.endMaintenance(anna),
  resumeTakeBack: (actions) => actions.resumeTakeBack(anna),
  activate: (actions) => actions.activate(anna),
  restoreMaster: (actions) => actions.choose('restoreMaster', anna),
  replaceBackup: (actions) => actions.choose('replaceBackup', anna),
};

const more: Record<string, () => StoryNode> = {
  ...situations,
  independent: () => new StoryNode({ role: 'Independent' }).pass(1000),
  'active, linked, on a full disk': () => situations['active, linked']().knowing({ diskWritable: false }),
  'in maintenance, on a full disk': () =>
    situations['in maintenance, active, linked']().knowing({ diskWritable: false }),
  'maintenance ordered, and not confirmed': () =>
    situations['active, linked']().give({ type: 'maintain', forMs: 60_000, reason: 'update', requester: 'anna' }),
  'take-back suspended on the other node, linked': () => new StoryNode().link({ ...active, suspended: true }),
  'take-back suspended on the other node, which is gone': () =>
    new StoryNode().link({ ...active, suspended: true }).give({ type: 'linkDown', because: 'closed' }),
  stopping: () => situations['active, alone']().give({ type: 'leave', backInMs: null }),
  'standby of an older version': () => new StoryNode().link(snapshot({ ...active, maintenance: undefined })),
};
const configurations: Record<string, RefusalCode[]> = {
  'that can be sent again': [],
  'with two histories': ['diverged'],
  'that is sent': ['busy'],
};

describe('What a gateway says of its actions before they are ordered', () => {
  beforeEach(() => jasmine.clock().install());
  afterEach(() => jasmine.clock().uninstall());

  for (const [situation, make] of Object.entries(more)) {
    for (const [which, resyncRefusals] of Object.entries(configurations)) {
      it(`[S4] is what it does: ${situation}, a configuration ${which}`, async () => {
        for (const action of Object.keys(orders) as Action[]) await compare(action, make(), resyncRefusals);
      });
    }
  }
});

/** What is refused is refused for the reasons named before; what is possible is begun. */
async function compare(action: Action, node: StoryNode, resyncRefusals: RefusalCode[]): Promise<void> {
  const { actions, begun } = orderedAt(node, resyncRefusals);
  const said = actions.preflight()[action];
  const answer = Promise.resolve(orders[action](actions));
  const wasBegun = begun();
  for (let turn = 0; turn < 20; turn += 1) {
    jasmine.clock().tick(10_000);
    await Promise.resolve();
  }
  const result = await answer;
  if (said === undefined) return fail(`nothing is said of ${action}`);
  expect(said.possible).toBe(said.refusals.length === 0);
  expect(wasBegun).withContext(`${action} ${said.refusals.join()}`).toBe(said.possible);
  if (said.possible) return;
  // To end what is not on is no mistake: it is over.
  if (said.refusals.includes('notInMaintenance')) expect(result.ok).toBeTrue();
  else expect(result).withContext(action).toEqual({ ok: false, refusals: said.refusals });
}

/** `begun`: whether anything was started that the decision, the link or the synchronisation did not refuse at once. */
function orderedAt(node: StoryNode, resyncRefusals: RefusalCode[]) {
  const effects = new EffectWatch();
  const { role } = node.settings;
  let hasBegun = false;
  const begin = () => (hasBegun = true);
  const input = (order: Input) => {
    node.give(order);
    hasBegun ||= !node.effects.some((effect) => 'done' in effect && !effect.done) && node.effects.length > 0;
    node.effects.forEach((effect) => effects.tell(effect));
  };
  const choices = new Choices({
    role: () => role,
    isLinked: () => node.state.link.up,
    isDiverged: () => resyncRefusals.includes('diverged'),
    isReplacing: () => false,
    keep: () => (begin(), Promise.resolve('kept')),
    takeAll: () => Promise.resolve(true),
    isHolding: () => false,
    nodeName: () => 'A',
    peerName: () => 'B',
    send: begin,
    movement: { moved: () => 0, patienceMs: () => 1000 },
    logger,
  });
  const fullSync = () => ({ progress: null, held: false, lastHour: 0, lastHourOf: {}, loop: false });
  const synchronisation = {
    resync: () => (begin(), Promise.resolve(true)),
    resyncRefusals: () => resyncRefusals,
    fullSync,
  };
  const driver = {
    get state() {
      return node.state;
    },
    input,
  };
  const actions = new PairActions({
    core: () => ({ driver, peer: { name: 'B' }, choices, synchronisation }),
    effects,
    clock: { now: () => node.now },
    settings: () => node.settings,
    config: () => ({ ...defaultRedundancyConfig, role }),
    nodeName: () => 'A',
    logger: () => logger,
  });
  return { actions, begun: () => hasBegun };
}
