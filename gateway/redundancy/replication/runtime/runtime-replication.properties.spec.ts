import fc from 'fast-check';
import type { Database } from '../../../config/database.ts';
import { useTemporaryDirectory } from '../../../config/temporary-directory.testing.ts';
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

  it('[G5] is the same on both after any writes, cuts, crashes and changes of who is active', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
        const story = new Story(databases);
        for (const each of steps) await story.perform(each);
        story.end();
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});

/** Performs steps as far as they are possible, and checks what must hold after each. */
class Story {
  readonly #pair: RuntimePair;
  #value = 0;
  /** By node, key: the least value that must be there, or be gone by a later deletion. */
  readonly #deleted = new Map<string, number>();

  constructor(databases: [Database, Database]) {
    for (const database of databases) database.run('DELETE FROM receipts');
    this.#pair = new RuntimePair(databases);
    const before = new Map<RuntimeNode, string>();
    this.#pair.activate(this.#pair.nodes[0]);
    this.#pair.link();
    this.#pair.taken = (by) => this.#neverBack(by, before);
  }

  async perform(each: Step): Promise<void> {
    const pair = this.#pair;
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
    const pair = this.#pair;
    const [a, b] = pair.nodes;
    if (!pair.linked) this.#link(a);
    if (pair.active.length === 0) pair.claim(a);
    pair.settle();
    expect(a.content()).toEqual(b.content());
    expect(a.replication.positions).toEqual(b.replication.positions);
    expect([a.tags.digest, a.alarms.digest]).toEqual([b.tags.digest, b.alarms.digest]);
    const [active] = pair.active;
    expect(Object.values(active?.replication.pending() ?? {})).toEqual([0, 0]);
    expect([a.replication.settled, b.replication.settled]).toEqual([true, true]);
    expect([...a.eventCodes(), ...b.eventCodes()]).not.toContain('digestMismatch');
    pair.stop();
  }

  #acknowledge(node: RuntimeNode, key: string): void {
    const alarm = node.alarms.get(key);
    if (node.active && alarm !== null) node.alarms.set(key, { ...alarm, acknowledged: [node.id] });
  }

  #link(loser: RuntimeNode): void {
    const pair = this.#pair;
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
      if (found?.raised === Number(raised)) expect(found.acknowledged).toContain(by ?? '');
    }
  }

  #activate(node: RuntimeNode): void {
    if (node.active || (this.#pair.linked && this.#pair.active.length > 0)) return;
    if (this.#pair.linked) this.#pair.claim(node);
    else this.#pair.activate(node);
  }

  #handOver(from: RuntimeNode): void {
    const before = from.content();
    this.#pair.handOver(from);
    expect(this.#pair.other(from).content()).toEqual(before);
  }

  /** What is answered as replicated is there at that moment, or something newer is. */
  async #askReplicated(active: RuntimeNode): Promise<void> {
    const written = new Map([...active.tags.keys()].map((each) => [each, active.tags.get(each) ?? 0]));
    const peer = this.#pair.other(active);
    let answer: boolean | null = null;
    void active.replication.replicated().then((done) => (answer = done));
    for (let turn = 0; turn < 4 && answer === null; turn += 1) {
      this.#pair.carry(active, 1);
      await Promise.resolve();
      if (answer === null) this.#pair.carry(peer, 1);
      await Promise.resolve();
      this.#pair.pass(5);
    }
    if (answer !== true) return;
    for (const [each, value] of written) {
      const there = peer.tags.get(each);
      if (there === null) expect(this.#deleted.get(each) ?? 0).toBeGreaterThan(value);
      else expect(there).toBeGreaterThanOrEqual(value);
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
      if (than !== undefined) expect(comparePositions(position, than)).toBeGreaterThanOrEqual(0);
    }
  }
}

function marks(node: RuntimeNode): string[] {
  return node
    .content()
    .alarms.flatMap(([key, alarm]) => (alarm?.acknowledged ?? []).map((by) => `${key} ${by} ${alarm?.raised ?? 0}`));
}
