import type { RowsFrame, RuntimeFrame } from '#contract/runtime-frames';
import type { Database } from '../../../config/disk/database.ts';
import { useTemporaryDirectory } from '../../../config/disk/temporary-directory.testing.ts';
import { openReceipts, type RuntimeNode, RuntimePair } from './runtime.testing.ts';

describe('Runtime state', () => {
  const path = useTemporaryDirectory();
  let databases: [Database, Database];
  let pair: RuntimePair;
  let a: RuntimeNode;
  let b: RuntimeNode;

  beforeEach(() => {
    jasmine.clock().install();
    databases = [openReceipts(path('a.db')), openReceipts(path('b.db'))];
    pair = new RuntimePair(databases);
    [a, b] = pair.nodes;
    pair.activate(a);
  });

  afterEach(() => {
    pair.stop();
    jasmine.clock().uninstall();
    for (const database of databases) database.close();
  });

  const linkAndSettle = () => {
    pair.link();
    pair.settle();
  };
  const partsSent = () => {
    const parts: RowsFrame[] = [];
    pair.taken = (_, frame) => void (frame.type === 'rows' && parts.push(frame));
    return parts;
  };

  it('[G5] is sent whole on the first connection, and what changed since on the next one', () => {
    for (let index = 0; index < 5000; index += 1) a.tags.set(`Tag ${index}`, index);
    linkAndSettle();
    expect(b.tags.get('Tag 4999')).toBe(4999);
    expect(a.eventCodes()).toContain('runtimeFullSync');
    const events = a.events.length;
    pair.cut();
    a.tags.set('Tag 7', 70);
    a.tags.delete('Tag 8');
    const parts = partsSent();
    linkAndSettle();
    expect([b.tags.get('Tag 7'), b.tags.get('Tag 8')]).toEqual([70, null]);
    expect(a.events.length).toBe(events);
    expect(parts.flatMap(({ rows, gone }) => [...rows, ...gone])).toEqual(['Tag 7', 70, 'Tag 8']);
  });

  it('[G5] is sent whole where deletions are not remembered that far back', () => {
    for (let index = 0; index < 10_001; index += 1) a.tags.set(`Tag ${index}`, index);
    linkAndSettle();
    pair.cut();
    for (let index = 0; index < 10_001; index += 1) a.tags.delete(`Tag ${index}`);
    linkAndSettle();
    expect(b.tags.size).toBe(0);
    expect(a.eventCodes().filter((code) => code === 'runtimeFullSync').length).toBe(3);
  });

  it('[G5] carries the latest value of a key once a flush, however often it was written', () => {
    linkAndSettle();
    const parts = partsSent();
    for (let value = 1; value <= 1000; value += 1) a.tags.set('Level', value);
    pair.settle();
    expect(b.tags.get('Level')).toBe(1000);
    expect(parts.flatMap(({ rows }) => rows)).toEqual(['Level', 1000]);
    const { queuedPerSec, dispatchedPerSec } = a.statistics.rates('tag-values');
    expect({ queuedPerSec, dispatchedPerSec }).toEqual({ queuedPerSec: 1000 / 60, dispatchedPerSec: 1 / 60 });
  });

  it('[G5] waits in one value a key for a node that acknowledges nothing, and never holds up the active one', () => {
    linkAndSettle();
    for (let round = 0; round < 200; round += 1) {
      for (let index = 0; index < 1000; index += 1) a.tags.set(`Tag with a name of some length ${index}`, round);
      pair.pass(10);
    }
    const unread = JSON.stringify(a.sent).length;
    expect(unread).toBeLessThan(1_000_000);
    expect(a.replication.pending()['tag-values']).toBe(1000);
    pair.settle();
    expect(b.content()).toEqual(a.content());
    expect(b.tags.get('Tag with a name of some length 999')).toBe(199);
    expect(a.replication.pending()['tag-values']).toBe(0);
  });

  it('[G5] answers a write as replicated when the other node has applied it, and not before', async () => {
    linkAndSettle();
    a.tags.set('Level', 5);
    let answer: boolean | null = null;
    const answered = a.replication.replicated().then((done) => (answer = done));
    pair.pass(10);
    await Promise.resolve();
    expect(answer).toBeNull();
    pair.carry(a);
    expect(b.tags.get('Level')).toBe(5);
    pair.carry(b);
    await answered;
    expect(answer).toBe(true as never);
  });

  it('[G5] answers that a write is on one node only while the other one is away or silent', async () => {
    expect(await a.replication.replicated()).toBeFalse();
    linkAndSettle();
    a.tags.set('Level', 5);
    const answer = a.replication.replicated();
    pair.pass(2000);
    expect(await answer).toBeFalse();
  });

  it('[G5] is sent whole, and an event written, when a transfer left the two different', () => {
    a.tags.set('Level', 1);
    linkAndSettle();
    let changed = 0;
    pair.tamper = (frame) =>
      frame.type === 'rows' && frame.rows.length > 0 && (changed += 1) === 1 ? other(frame) : frame;
    a.tags.set('Level', 2);
    pair.settle();
    expect(changed).toBeGreaterThan(1);
    expect(b.tags.get('Level')).toBe(2);
    expect(b.eventCodes()).toEqual(['digestMismatch']);
  });

  it('[G9] is never replaced by smaller data, whatever the other node sends', () => {
    a.tags.set('Level', 1);
    linkAndSettle();
    pair.handOver(a);
    b.tags.set('Level', 2);
    pair.settle();
    expect(a.tags.get('Level')).toBe(2);
    const old = { epoch: { number: 1, nodeId: 'a' }, sequence: 50 };
    const everything = part({ base: null, end: old, rows: ['Level', 9], digest: 0 });
    a.replication.take(everything);
    a.replication.take({ ...everything, run: 78, base: a.tags.position });
    expect(a.tags.get('Level')).toBe(2);
    expect(a.sent.slice(-2).map(({ type }) => type)).toEqual(['stand', 'stand']);
  });

  it('[G9] is not taken from where this node does not stand, nor of an activation it has not heard of', () => {
    a.tags.set('Level', 1);
    linkAndSettle();
    const { epoch, sequence } = b.tags.position;
    const ahead = { epoch, sequence: sequence + 5 };
    b.replication.take(part({ base: ahead, end: { epoch, sequence: sequence + 9 }, rows: ['Level', 9], digest: 0 }));
    const unheard = { epoch: { number: 99, nodeId: 'a' }, sequence: 99 };
    b.replication.take({ ...part({ base: b.tags.position, end: unheard, rows: ['Level', 9], digest: 0 }), run: 79 });
    expect(b.tags.get('Level')).toBe(1);
  });

  it('[G5] is refused as a whole when a value is none, which both nodes say', () => {
    linkAndSettle();
    const nonsense = (frame: RuntimeFrame): RuntimeFrame =>
      frame.type === 'rows' && frame.rows.length > 0 ? { ...frame, rows: ['Level', 3, 'Flow', 'much'] } : frame;
    pair.tamper = nonsense;
    a.tags.set('Level', 3);
    pair.carryAll();
    pair.pass(10);
    pair.carryAll();
    expect(b.tags.size).toBe(0);
    expect(b.statistics.pullFacts('tag-values').lastError).toContain('Flow');
    expect([a.eventCodes().at(-1), b.eventCodes().at(-1)]).toEqual(['runtimeRefused', 'runtimeRefused']);
    pair.tamper = (frame) => frame;
    pair.settle();
    expect(b.tags.get('Level')).toBe(3);
    expect(b.statistics.pullFacts('tag-values').lastError).toBeNull();
  });

  it('[G9] leaves a receipt of answered writes that the surviving node does not have, on both nodes', () => {
    linkAndSettle();
    write(a, 'Setpoint', 10);
    pair.settle();
    pair.cut();
    write(a, 'Setpoint', 11);
    write(a, 'Pump', 1);
    pair.activate(b);
    b.tags.set('Pump', 1);
    pair.link();
    pair.reunite(a);
    pair.settle();
    expect(a.tags.get('Setpoint')).toBe(10);
    const [receipt] = b.receipts.all();
    expect(receipt?.writes.map(({ key, value, who }) => [key, value, who])).toEqual([['Setpoint', 11, 'olga']]);
    expect(a.receipts.all()).toEqual(b.receipts.all());
    expect(a.receipts.owed()).toEqual([]);
    for (const node of pair.nodes) {
      expect(node.events.at(-1)?.reason).toContain('1 answered write was not carried over');
    }
  });

  it('[G9] hands a receipt to the active node later when the link was lost before', () => {
    linkAndSettle();
    pair.cut();
    write(a, 'Setpoint', 11);
    pair.activate(b);
    pair.link();
    pair.tamper = (frame) => {
      if (frame.type === 'receipt') throw new Error('cut');
      return frame;
    };
    expect(() => {
      pair.reunite(a);
      pair.settle();
    }).toThrowError('cut');
    pair.cut();
    expect(b.receipts.all()).toEqual([]);
    pair.tamper = (frame) => frame;
    linkAndSettle();
    expect(b.receipts.all().length).toBe(1);
    expect(a.receipts.owed()).toEqual([]);
  });

  it('[G9] unites acknowledgements of both sides at a reunion, and has the values of the survivor', () => {
    a.alarms.set('High', { raised: 1, acknowledged: [] });
    a.tags.set('Level', 1);
    linkAndSettle();
    pair.cut();
    pair.activate(b);
    a.alarms.set('High', { raised: 1, acknowledged: ['anna'] });
    b.alarms.set('High', { raised: 1, acknowledged: ['olga'] });
    a.tags.set('Level', 2);
    b.tags.set('Level', 3);
    pair.link();
    pair.reunite(a);
    pair.settle();
    for (const node of pair.nodes) {
      expect(node.alarms.get('High')).toEqual({ raised: 1, acknowledged: ['anna', 'olga'] });
      expect(node.tags.get('Level')).toBe(3);
    }
  });

  it('[G5] tells whoever listens on the standby which keys changed', () => {
    a.tags.set('Gone', 1);
    linkAndSettle();
    const heard: string[] = [];
    b.tags.onTaken((keys) => heard.push(...keys));
    a.tags.delete('Gone');
    a.tags.set('Level', 1);
    pair.settle();
    expect(heard.sort()).toEqual(['Gone', 'Level']);
  });

  it('[G5] is not written by a standby, whoever asks it to', () => {
    linkAndSettle();
    b.tags.set('Level', 1);
    expect(b.tags.get('Level')).toBeNull();
    pair.handOver(a);
    b.tags.set('Level', 1);
    expect(b.tags.get('Level')).toBe(1);
  });

  function write(node: RuntimeNode, key: string, value: number): void {
    node.tags.set(key, value);
    node.state.answered({ map: 'tag-values', key, value, who: 'olga', at: 1 });
  }
});

function part(parts: Pick<RowsFrame, 'base' | 'end' | 'rows' | 'digest'>): RowsFrame {
  const counts = { run: 77, number: 1, at: parts.end.sequence, sentAt: 0 };
  return { type: 'rows', map: 'tag-values', diverged: false, last: true, gone: [], ...counts, ...parts };
}

function other(frame: RowsFrame): RowsFrame {
  return { ...frame, rows: [frame.rows[0], 12_345] };
}
