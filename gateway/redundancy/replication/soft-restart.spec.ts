import type { NewEvent } from '../records/event-store.ts';
import { SoftRestart } from './soft-restart.ts';

const quiet = () => undefined;

describe('A soft restart', () => {
  const said: Pick<NewEvent, 'severity' | 'reason'>[] = [];
  let attempts = 0;
  let problem: string | null = null;
  let changes = 0;
  let elapsedMs = 0;
  let restart: SoftRestart;

  beforeEach(() => {
    jasmine.clock().install();
    [attempts, problem, changes] = [0, null, 0];
    said.length = 0;
    restart = new SoftRestart({
      restart: () => {
        attempts += 1;
        elapsedMs += 42;
        return problem === null ? Promise.resolve() : Promise.reject(new Error(problem));
      },
      event: ({ severity, reason }) => said.push({ severity, reason }),
      changed: () => (changes += 1),
      elapsed: () => elapsedMs,
      logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
  });
  afterEach(() => jasmine.clock().uninstall());

  it('[S6] that fails is required until it has succeeded, and is tried again by itself', async () => {
    problem = 'no room';
    restart.require();
    await settled();
    expect(restart.isRequired).toBeTrue();
    expect(said).toEqual([{ severity: 'error', reason: jasmine.stringContaining('no room') as unknown as string }]);
    problem = null;
    jasmine.clock().tick(1000);
    await settled();
    expect(restart.isRequired).toBeFalse();
    expect(said.at(-1)?.severity).toBe('info');
    expect(said.at(-1)?.reason).toContain('started again in 42 ms');
    expect([attempts, changes]).toEqual([2, 2]);
    jasmine.clock().tick(600_000);
    expect(attempts).toBe(2);
  });

  it('[S8] that fails for long is tried less and less often, and said once for each problem', async () => {
    problem = 'no room';
    restart.require();
    await settled();
    const attemptsBy: number[] = [];
    for (const afterMs of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      jasmine.clock().tick(afterMs - 1);
      attemptsBy.push(attempts);
      jasmine.clock().tick(1);
      await settled();
    }
    expect(attemptsBy).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(said.length).toBe(1);
    problem = 'disk I/O error';
    jasmine.clock().tick(30_000);
    await settled();
    expect(said.length).toBe(2);
  });

  it('[G3] is not tried again after a stop, whether it has failed before or fails then', async () => {
    problem = 'no room';
    restart.require();
    await settled();
    restart.stop();
    jasmine.clock().tick(600_000);
    await settled();
    expect(attempts).toBe(1);
    expect(restart.isRequired).toBeTrue();
  });

  it('[G3] that fails after a stop is required of who comes after, and says nothing', async () => {
    problem = 'no room';
    restart.require();
    restart.stop();
    await settled();
    jasmine.clock().tick(600_000);
    await settled();
    expect([attempts, changes, said.length, restart.isRequired]).toEqual([1, 0, 0, true]);
  });

  it('[G3] does not wait for the next attempt when everything was replaced once more', async () => {
    problem = 'no room';
    restart.require();
    await settled();
    problem = null;
    restart.require();
    await settled();
    expect([attempts, restart.isRequired]).toEqual([2, false]);
    jasmine.clock().tick(600_000);
    expect(attempts).toBe(2);
  });
});

/** All that was rejected or resolved until now has had its effect. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}
