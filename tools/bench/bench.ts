import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { provideChromium } from '../check/system-packages.ts';
import { buildConsole, consoleIsCurrent } from '../console/build-console.ts';
import { Refusal, runTool } from '../refusal.ts';
import { root } from '../root.ts';
import { run } from '../run.ts';

const folder = join(root, 'bench');

/** `npm run bench -- poll-cost`: runs one file of bench/, with a console that is up to date. */
await runTool(async () => {
  const [name, ...more] = process.argv.slice(2);
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => parse(entry.name).name);
  if (name === undefined || !names.includes(name) || more.length > 0) {
    throw new Refusal(`Name one benchmark: npm run bench -- NAME, with NAME one of ${names.sort().join(', ')}.`);
  }
  await provideChromium();
  if (!consoleIsCurrent()) await buildConsole();
  return run(process.execPath, [join(folder, `${name}.ts`)]);
});
