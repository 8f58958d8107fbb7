import { buildConsole, consoleIsCurrent } from '../console/build-console.ts';
import { run } from '../run.ts';
import { jasmineCounts, karmaCounts, none, playwrightCounts, type Counts } from './counts.ts';
import { provideNetwork } from './system-packages.ts';
import { initialTransferFits, libraryFits } from './transfer.ts';

export interface StepResult extends Counts {
  ok: boolean;
}

/** One thing that `npm test` does. */
export interface Step {
  name: string;
  needsChromium?: boolean;
  run: () => Promise<StepResult>;
}

/** In the order in which a mistake is found soonest. */
export const steps: Step[] = [
  { name: 'format', run: () => command('prettier', ['--check', '--log-level', 'warn', '.']) },
  { name: 'lint', run: () => command('eslint', ['--max-warnings', '0', '.']) },
  { name: 'types', run: () => command('tsc', ['-p', '.']) },
  { name: 'types of the browser library', run: () => command('tsc', ['-p', 'failover']) },
  { name: 'build', run: build },
  { name: 'karma', needsChromium: true, run: () => specs('ng', ['test'], karmaCounts) },
  { name: 'jasmine', run: () => specs('jasmine', ['--config=tools/jasmine.json'], jasmineCounts) },
  { name: 'e2e', needsChromium: true, run: () => endToEnd('side by side') },
  { name: 'e2e alone', needsChromium: true, run: () => endToEnd('alone') },
];

async function command(name: string, args: string[]): Promise<StepResult> {
  return { ...none, ok: (await run(name, args)) === 0 };
}

async function specs(name: string, args: string[], countsOf: (output: string) => Counts): Promise<StepResult> {
  let output = '';
  const code = await run(name, args, { onOutput: (text) => (output += text) });
  const counts = countsOf(output);
  // A reporter that counted nothing has run nothing: that is no success.
  return { ...counts, ok: code === 0 && counts.failed === 0 && counts.passed > 0 };
}

async function build(): Promise<StepResult> {
  const warned = /\bWARNING\b/.test(await buildConsole());
  if (warned) console.log('The build warns: see above.');
  return { ...none, ok: (await initialTransferFits()) && (await libraryFits()) && !warned };
}

/** `project`: of Playwright's configuration. */
async function endToEnd(project: string): Promise<StepResult> {
  if (!consoleIsCurrent()) await buildConsole();
  await provideNetwork();
  return specs('playwright', ['test', '--config', 'e2e/playwright.config.ts', '--project', project], playwrightCounts);
}
