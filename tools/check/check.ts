import { Refusal, runTool } from '../refusal.ts';
import { provideChromium } from './system-packages.ts';
import { sum, type Counts } from './counts.ts';
import { steps, type Step } from './steps.ts';

/** `npm test`: every step until one fails; `npm test -- lint karma` runs only these. */
await runTool(async () => {
  const chosen = choose(process.argv.slice(2));
  if (chosen.some((step) => step.needsChromium === true)) await provideChromium();
  const counts: Counts[] = [];
  let failedStep: string | null = null;
  for (const step of chosen) {
    console.log(`\n== ${step.name}`);
    const startedAt = performance.now();
    const { ok, ...counted } = await step.run();
    counts.push(counted);
    console.log(`== ${step.name}: ${ok ? 'ok' : 'FAILED'}, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    if (!ok) {
      failedStep = step.name;
      break;
    }
  }
  if (failedStep !== null) console.log(`\nStopped at ${failedStep}.`);
  const { passed, failed } = sum(counts);
  console.log(`${passed} passed, ${failed} failed`);
  return failedStep === null ? 0 : 1;
});

function choose(names: string[]): Step[] {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new Refusal(`No step ${unknown.join(', ')}. The steps: ${steps.map((step) => step.name).join(', ')}.`);
  }
  return names.length === 0 ? steps : steps.filter((step) => names.includes(step.name));
}
