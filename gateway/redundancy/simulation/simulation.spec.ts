import { deathAndStall, everyFault, noFaults, otherHistories, withForce } from './faults.ts';
import { runSchedule } from './schedule.ts';
import type { Faults, Mutant } from './world.ts';

const schedules = Number(process.env['SCHEDULES'] ?? 700);
const firstSeed = Number(process.env['SEED'] ?? 1);

describe('The pair, simulated', () => {
  it('never has two active nodes by death and stall alone, and always finds back to one', () => {
    expect(firstFailure(deathAndStall)).toBeNull();
  });

  it('never has two active nodes while linked, whatever is cut, full or killed, but for one bounded reunion', () => {
    expect(firstFailure(everyFault)).toBeNull();
  });

  it('hands over without overlap and without losing runtime state, wherever it is interrupted', () => {
    expect(firstFailure({ ...noFaults, handovers: true, crashes: true, fullDisk: true, cuts: true })).toBeNull();
  });

  it('never uses an epoch twice, and finds back to one active node, when a person activates by force', () => {
    expect(firstFailure(withForce)).toBeNull();
  });

  it('is not run by a node whose history does not count, and finds back to one node once a person chose', () => {
    expect(firstFailure(otherHistories)).toBeNull();
  });

  it('replays a schedule from its seed', () => {
    expect(runSchedule(11, everyFault, 'epoch not stored')).toEqual(runSchedule(11, everyFault, 'epoch not stored'));
  });

  const mutants: [Mutant, Faults][] = [
    ['fencing off', deathAndStall],
    ['epoch not stored', deathAndStall],
    ['stale frames count', deathAndStall],
    ['active before the grant', deathAndStall],
    ['active before the commit', deathAndStall],
    ['goodbye before the write', deathAndStall],
    ['maintenance not stored', deathAndStall],
    ['maintenance without end', deathAndStall],
    ['divergence ignored', otherHistories],
    ['barred for good', otherHistories],
  ];
  for (const [mutant, faults] of mutants) {
    it(`notices the mutant "${mutant}"`, () => {
      expect(firstFailure(faults, mutant, 5000)).toContain('seed');
    });
  }
});

/** The first schedule that breaks a promise, with the seed that replays it: SEED=n SCHEDULES=1. */
function firstFailure(faults: Faults, mutant: Mutant = 'none', most = schedules): string | null {
  for (let seed = firstSeed; seed < firstSeed + most; seed++) {
    const violations = runSchedule(seed, faults, mutant);
    if (violations.length > 0) return `seed ${seed}:\n${violations.join('\n')}`;
  }
  return null;
}
