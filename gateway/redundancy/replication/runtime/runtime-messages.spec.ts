import type { RuntimeFrame } from '#contract/runtime-frames';
import type { Database } from '../../../config/disk/database.ts';
import { useTemporaryDirectory } from '../../../config/disk/temporary-directory.testing.ts';
import { longestMessage } from '../../link/dialler.ts';
import { openReceipts, type RuntimeNode, RuntimePair } from './runtime.testing.ts';

/** JSON makes six bytes of such a character. */
const longText = '\u0001'.repeat(10_000);

describe('What is sent of runtime state', () => {
  const path = useTemporaryDirectory();
  let databases: [Database, Database];
  let pair: RuntimePair;
  let a: RuntimeNode;
  let b: RuntimeNode;
  let longest: number;

  beforeEach(() => {
    jasmine.clock().install();
    databases = [openReceipts(path('a.db')), openReceipts(path('b.db'))];
    pair = new RuntimePair(databases);
    [a, b] = pair.nodes;
    pair.activate(a);
    longest = 0;
    pair.taken = (_, frame) => (longest = Math.max(longest, Buffer.byteLength(JSON.stringify(frame))));
  });

  afterEach(() => {
    pair.stop();
    jasmine.clock().uninstall();
    for (const database of databases) database.close();
  });

  it('[G5] goes in messages that the link carries, however long the texts in it are', () => {
    for (const raised of [1, 2]) {
      for (const name of names(1000)) a.alarms.set(name, { raised, acknowledged: [longText] });
      if (!pair.linked) pair.link();
      pair.settle();
      expect(b.alarms.digest).toBe(a.alarms.digest);
      expect(b.alarms.size).toBe(1000);
    }
    expect(longest).toBeLessThan(longestMessage);
  });

  it('[G9] goes in messages that the link carries after a reunion, whatever was acknowledged and written', () => {
    pair.link();
    pair.settle();
    pair.cut();
    for (const name of names(500)) {
      a.alarms.set(name, { raised: 1, acknowledged: [longText] });
      a.tags.set(name, 1);
      a.state.answered({ map: 'tag-values', key: name, value: longText, who: 'olga', at: 1 });
    }
    pair.activate(b);
    for (const name of names(500)) b.alarms.set(name, { raised: 1, acknowledged: [] });
    pair.link();
    pair.reunite(a);
    pair.settle();
    expect(b.alarms.get('Text 499')?.acknowledged).toEqual([longText]);
    expect(b.receipts.all().flatMap(({ writes }) => writes).length).toBe(500);
    expect(a.receipts.owed()).toEqual([]);
    expect(longest).toBeLessThan(longestMessage);
  });

  it('[G9] goes one message at a time after a reunion, so that no ping waits behind all of it', () => {
    pair.link();
    pair.settle();
    pair.cut();
    for (const name of names(200)) {
      a.tags.set(name, 1);
      a.state.answered({ map: 'tag-values', key: name, value: longText, who: 'olga', at: 1 });
    }
    pair.activate(b);
    let waiting = 0;
    pair.deliver = (to, frame) => {
      to.replication.take(frame);
      waiting = Math.max(waiting, a.sent.filter(isReceipt).length);
    };
    pair.link();
    pair.reunite(a);
    pair.settle();
    expect(b.receipts.all().length).toBeGreaterThan(5);
    expect(waiting).toBe(1);
  });
});

function isReceipt({ type }: RuntimeFrame): boolean {
  return type === 'receipt';
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `Text ${index}`);
}
