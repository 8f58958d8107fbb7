import { everyFault } from '../gateway/redundancy/simulation/faults.ts';
import { runSchedule } from '../gateway/redundancy/simulation/schedule.ts';
import { figuresOf } from './support/figures.ts';
import { report } from './support/report.ts';

// How many schedules of the redundancy simulation one core runs in a second. A schedule is two minutes of a pair's life
// with every fault there is; the seeds are the same in each round.

const rounds = 10;
const schedules = 200;

const perSecond = Array.from({ length: rounds + 1 }, () => schedulesPerSecond());
// The first round is the one in which V8 learns the code.
report('simulation', { 'schedules per second': figuresOf(perSecond.slice(1)) });

function schedulesPerSecond(): number {
  const startedAt = performance.now();
  for (let seed = 1; seed <= schedules; seed++) {
    const story = runSchedule(seed, everyFault);
    if (story.length > 0) throw new Error(`Seed ${seed} breaks a promise:\n${story.join('\n')}`);
  }
  return (schedules * 1000) / (performance.now() - startedAt);
}
