import { deepEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { Database } from '../../../config/disk/database.ts';
import { useTemporaryDirectory } from '../../../config/disk/temporary-directory.testing.ts';
import { comparePositions } from './runtime-position.ts';
import { openReceipts, type RuntimeNode, RuntimePair } from './runtime.testing.ts';

const key = fc.constantFrom('A', 'B', 'C', 'D', 'E');
const who = fc.constantFrom(0 as const, 1 as const);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('set' as const), key }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), key }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('acknowledge' as const), key, who }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('carry' as const), who, most: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(10, 5000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('link' as const, 'cut' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('activate' as const, 'crash' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('handOver' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('replicated' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('Runtime state of two nodes', () => {
  const path = useTemporaryDirectory();
  let databases: [Database, Database];

  beforeEach(() => {
    jasmine.clock().install();
    databases = [openReceipts(path('a.db')), openReceipts(path('b.db'))];
  });

  afterEach(() => {
    jasmine.clock().uninstall();
    for (const database of databases) database.close();
  });

  const mutants: Record<string, (pair: RuntimePair) => void> = {
    'acknowledged before it is applied': (pair) => {
      pair.deliver = (to, frame) => {
        if (frame.type !== 'rows') return to.replication.take(frame);
        const { map, run, number } = frame;
        to.sent.push({ type: 'applied', map, run, number, pullMs: null, applyMs: null });
        setTimeout(() => to.replication.take(frame), 7);
      };
    },
    'the last value of a flush is dropped': (pair) => {
      pair.tamper = (frame) =>
        frame.type === 'rows' && frame.base !== null ? { ...frame, rows: frame.rows.slice(0, -2) } : frame;
    },
    'a standby is Active before it has the last of the data': (pair) => {
      for (const node of pair.nodes) node.replication.flush = () => undefined;
    },
  };
  for (const [name, mutate] of Object.entries(mutants)) {
    it(`[G5] is proved by what notices the mutant "${name}"`, async () => {
      const result = await fc.check(stories(databases, mutate), { numRuns: 200, endOnFailure: true });
      expect(result.failed).toBeTrue();
    }, 60_000);
  }

  it('[G5] is the same on both after any writes, cuts, crashes and changes of who is active', async () => {
    await expectAsync(fc.assert(stories(databases), { numRuns: 400 })).toBeResolved();
  }, 60_000);
});

/** Any steps, and then quiet. What must hold throws where it does not. */
function stories(databases: [Database, Database], mutate: (pair: RuntimePair) => void = () => undefined) {
  return fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
    const story = new Story(databases);
    mutate(story.pair);
    for (const each of steps) await story.perform(each);
    story.end();
  });
}

/** Performs steps as far as they are possible, and checks what must hold after each. */
class Story {
  readonly pair: RuntimePair;
  #value = 0;
  /** By node, key: the least value that must be there, or be gone by a later deletion. */
  readonly #deleted = new Map<string, number>();

  constructor(databases: [Database, Database]) {
    for (const database of databases) database.run('DELETE FROM receipts');
    this.pair = new RuntimePair(databases);
    const before = new Map<RuntimeNode, string>();
    this.pair.activate(this.pair.nodes[0]);
    this.pair.link();
    this.pair.taken = (by) => this.#neverBack(by, before);
  }

  async perform(each: Step): Promise<void> {
    const pair = this.pair;
    const [active] = pair.active;
    switch (each.kind) {
      case 'set':
        for (const node of pair.active) node.tags.set(each.key, (this.#value += 1));
        for (const node of pair.active) node.alarms.set(each.key, { raised: this.#value, acknowledged: [] });
        return;
      case 'delete':
        for (const node of pair.active) {
          if (node.tags.get(each.key) !== null) this.#deleted.set(each.key, (this.#value += 1));
          node.tags.delete(each.key);
        }
        return;
      case 'acknowledge':
        return this.#acknowledge(pair.nodes[each.who], each.key);
      case 'carry':
        return void pair.carry(pair.nodes[each.who], each.most);
      case 'pass':
        return pair.pass(each.ms);
      case 'cut':
        return pair.cut();
      case 'link':
        return this.#link(pair.nodes[each.who]);
      case 'activate':
        return this.#activate(pair.nodes[each.who]);
      case 'crash':
        return pair.crash(pair.nodes[each.who]);
      case 'handOver':
        if (active !== undefined && pair.linked && pair.active.length === 1) this.#handOver(active);
        return;
      case 'replicated':
        if (active !== undefined && pair.active.length === 1) await this.#askReplicated(active);
    }
  }

  end(): void {
    const pair = this.pair;
    const [a, b] = pair.nodes;
    if (!pair.linked) this.#link(a);
    if (pair.active.length === 0) pair.claim(a);
    pair.settle();
    deepEqual(a.content(), b.content());
    deepEqual(a.replication.positions, b.replication.positions);
    deepEqual([a.tags.digest, a.alarms.digest], [b.tags.digest, b.alarms.digest]);
    const [active] = pair.active;
    deepEqual(Object.values(active?.replication.pending() ?? {}), [0, 0]);
    deepEqual([a.replication.settled, b.replication.settled], [true, true]);
    ok(![...a.eventCodes(), ...b.eventCodes()].includes('digestMismatch'), 'the digests differed');
    pair.stop();
  }

  #acknowledge(node: RuntimeNode, key: string): void {
    const alarm = node.alarms.get(key);
    if (node.active && alarm !== null) node.alarms.set(key, { ...alarm, acknowledged: [node.id] });
  }

  #link(loser: RuntimeNode): void {
    const pair = this.pair;
    if (pair.linked) return;
    const acknowledged = pair.active.length < 2 ? [] : pair.nodes.flatMap((node) => marks(node));
    pair.link();
    if (pair.active.length < 2) return;
    pair.reunite(loser);
    pair.settle();
    const survivor = pair.other(loser);
    for (const mark of acknowledged) {
      const [alarm, by, raised] = mark.split(' ');
      const found = survivor.alarms.get(alarm ?? '');
      if (found?.raised === Number(raised)) ok(found.acknowledged.includes(by ?? ''), `lost: ${mark}`);
    }
  }

  #activate(node: RuntimeNode): void {
    if (node.active || (this.pair.linked && this.pair.active.length > 0)) return;
    if (this.pair.linked) this.pair.claim(node);
    else this.pair.activate(node);
  }

  #handOver(from: RuntimeNode): void {
    const before = from.content();
    this.pair.handOver(from);
    deepEqual(this.pair.other(from).content(), before);
  }

  /** What is answered as replicated is there at that moment, or something newer is. */
  async #askReplicated(active: RuntimeNode): Promise<void> {
    const written = new Map([...active.tags.keys()].map((each) => [each, active.tags.get(each) ?? 0]));
    const peer = this.pair.other(active);
    let answer: boolean | null = null;
    void active.replication.replicated().then((done) => (answer = done));
    for (let turn = 0; turn < 4 && answer === null; turn += 1) {
      this.pair.carry(active, 1);
      await Promise.resolve();
      if (answer === null) this.pair.carry(peer, 1);
      await Promise.resolve();
      this.pair.pass(5);
    }
    if (answer !== true) return;
    for (const [each, value] of written) {
      const there = peer.tags.get(each);
      const newest = there ?? this.#deleted.get(each) ?? -1;
      ok(newest >= value, `${each} is answered as replicated, and is not`);
    }
  }

  #neverBack(by: RuntimeNode, before: Map<RuntimeNode, string>): void {
    const positions = by.replication.positions;
    const last = before.get(by);
    before.set(by, JSON.stringify(positions));
    if (last === undefined) return;
    const earlier = JSON.parse(last) as typeof positions;
    for (const [index, { position }] of positions.entries()) {
      const than = earlier[index]?.position;
      if (than !== undefined) ok(comparePositions(position, than) >= 0, 'smaller data replaced greater');
    }
  }
}

function marks(node: RuntimeNode): string[] {
  return node
    .content()
    .alarms.flatMap(([key, alarm]) => (alarm?.acknowledged ?? []).map((by) => `${key} ${by} ${alarm?.raised ?? 0}`));
}
