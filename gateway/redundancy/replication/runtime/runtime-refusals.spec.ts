import type { RowsFrame, RuntimeFrame } from '#contract/runtime-frames';
import type { Database } from '../../../config/disk/database.ts';
import { useTemporaryDirectory } from '../../../config/disk/temporary-directory.testing.ts';
import { openReceipts, type RuntimeNode, RuntimePair } from './runtime.testing.ts';

describe('Runtime state that could not be taken', () => {
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
    pair.link();
    pair.settle();
  });

  afterEach(() => {
    pair.stop();
    jasmine.clock().uninstall();
    for (const database of databases) database.close();
  });

  it('[G9] keeps the nodes from being in sync, so that no handover loses it, until it is taken', () => {
    pair.tamper = nonsense;
    a.tags.set('Level', 3);
    pair.pass(10);
    pair.carryAll();
    expect([a.replication.settled, b.replication.settled]).toEqual([false, false]);
    pair.tamper = (frame) => frame;
    pair.settle();
    expect([a.replication.settled, b.replication.settled]).toEqual([true, true]);
  });

  it('[G9] keeps the nodes from being in sync while they are found to differ', () => {
    pair.tamper = otherValue;
    a.tags.set('Level', 3);
    pair.settle();
    expect([a.replication.settled, b.replication.settled]).toEqual([false, false]);
  });

  it('[G9] leaves its receipt all the same when it is taken later', () => {
    pair.cut();
    write(a, 'Setpoint', 11);
    pair.activate(b);
    b.tags.set('Level', 1);
    pair.tamper = nonsense;
    pair.link();
    pair.reunite(a);
    pair.pass(10);
    pair.carryAll();
    expect(a.eventCodes()).toContain('runtimeRefused');
    pair.tamper = (frame) => frame;
    pair.settle();
    expect(a.tags.get('Level')).toBe(1);
    expect(b.receipts.all().flatMap(({ writes }) => writes.map(({ key }) => key))).toEqual(['Setpoint']);
  });

  it('[G9] leaves a receipt that stays owed while the disk of the active node fails', () => {
    pair.cut();
    write(a, 'Setpoint', 11);
    pair.activate(b);
    const mend = breakDisk(databases[1], 'INSERT');
    pair.link();
    pair.reunite(a);
    pair.settle();
    mend();
    expect(a.receipts.owed().length).toBe(1);
    pair.settle();
    expect(a.receipts.owed()).toEqual([]);
    expect(b.receipts.all()).toEqual(a.receipts.all());
  });

  it('[G9] leaves a receipt that is handed over again after the disk of the node that owes it failed', () => {
    pair.cut();
    write(a, 'Setpoint', 11);
    pair.activate(b);
    const mend = breakDisk(databases[0], 'UPDATE');
    pair.link();
    expect(() => {
      pair.reunite(a);
      pair.settle();
    }).not.toThrow();
    expect([b.receipts.all().length, a.receipts.owed().length]).toEqual([1, 1]);
    mend();
    pair.settle();
    expect(a.receipts.owed()).toEqual([]);
  });
});

function write(node: RuntimeNode, key: string, value: number): void {
  node.tags.set(key, value);
  node.state.answered({ map: 'tag-values', key, value, who: 'olga', at: 1 });
}

/** Receipts cannot be written; until what is returned is called. */
function breakDisk(database: Database, verb: 'INSERT' | 'UPDATE'): () => void {
  database.run(`CREATE TRIGGER broken BEFORE ${verb} ON receipts BEGIN SELECT RAISE(FAIL, 'disk full'); END`);
  return () => database.run('DROP TRIGGER broken');
}

function nonsense(frame: RuntimeFrame): RuntimeFrame {
  return frame.type === 'rows' && frame.rows.length > 0 ? { ...frame, rows: ['Level', 3, 'Flow', 'much'] } : frame;
}

function otherValue(frame: RuntimeFrame): RuntimeFrame {
  const wrong = (rows: RowsFrame['rows']) => rows.map((each) => (each === 3 ? 4 : each));
  return frame.type === 'rows' ? { ...frame, rows: wrong(frame.rows) } : frame;
}
