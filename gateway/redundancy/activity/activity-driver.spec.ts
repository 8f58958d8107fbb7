import { ActivityDriver } from './activity-driver.ts';
import type { Effect, EpochRecord, Input } from './activity-types.ts';
import { epochOf, facts, settings } from './activity.testing.ts';
import { FenceMemory, mayWrite } from './fence.ts';

describe('The driver of the decision', () => {
  afterEach(() => runs.splice(0).forEach(({ driver }) => driver.stop()));

  it('leaves the epochs on disk alone when the gateway is stopped before it was started', () => {
    const run = independent({
      highest: epochOf(7, 'self'),
      own: epochOf(7, 'self'),
      released: null,
      timing: null,
      suspension: null,
    });
    run.driver.input({ type: 'leave', backInMs: null });
    expect(run.written).toEqual([]);
  });

  it('never says after its stop that this process may write', () => {
    const run = independent();
    run.driver.start();
    expect(run.mayWrite()).toBeTrue();
    run.driver.stop();
    for (const input of everything) run.driver.input(input);
    expect(run.mayWrite()).toBeFalse();
  });

  it('writes its epoch down although something else that follows goes wrong', () => {
    const run = independent();
    run.fails = 'activated';
    run.driver.start();
    run.driver.input({ type: 'leave', backInMs: null });
    expect(run.effects).toContain('left');
    expect(run.lines).toEqual(['A defect in what follows "activated"']);
  });

  it('handles what comes up while it acts after that, never within', () => {
    const run = independent();
    run.onEffect = (type) => type === 'activated' && run.driver.input({ type: 'leave', backInMs: null });
    run.driver.start();
    expect(run.effects).toEqual(['activated', 'deactivated', 'left']);
  });
});

const everything: Input[] = [{ type: 'tick' }, { type: 'facts', facts }, { type: 'resumeTakeBack' }];

interface Run {
  driver: ActivityDriver;
  written: EpochRecord[];
  effects: Effect['type'][];
  lines: string[];
  fails: Effect['type'] | null;
  onEffect: (type: Effect['type']) => void;
  mayWrite: () => boolean;
}

const runs: Run[] = [];

/** A gateway without a partner, on a disk that remembers what it was given. */
function independent(record: EpochRecord | null = null): Run {
  const fence = new FenceMemory();
  const now = { elapsedMs: 1000, wallAt: 1_000_000 };
  const say = (message: string) => void run.lines.push(message);
  const perform = ({ type }: Effect) => {
    if (type === run.fails) throw new Error('a defect');
    run.effects.push(type);
    run.onEffect(type);
  };
  const parts = {
    nodeId: 'self',
    clock: { now: () => now },
    epochs: { read: () => record, write: (written: EpochRecord) => void run.written.push(written) },
    maintenance: { read: () => null, write: () => undefined },
    settings: () => ({ ...settings, role: 'Independent' as const }),
    fence,
    logger: { trace: say, debug: say, info: say, warn: say, error: say },
    perform,
    stepped: () => undefined,
  };
  const run: Run = {
    driver: new ActivityDriver(parts, facts),
    written: [],
    effects: [],
    lines: [],
    fails: null,
    onEffect: () => undefined,
    mayWrite: () => mayWrite(fence.read(), now.elapsedMs),
  };
  runs.push(run);
  return run;
}
