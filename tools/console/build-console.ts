import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Refusal } from '../refusal.ts';
import { root } from '../root.ts';
import { run } from '../run.ts';
import { compressBelow } from './compress.ts';
import { filesBelow } from './files.ts';

/** Where the production build lies, as angular.json has it. */
export const consoleFolder = join(root, 'dist/console');

/** The script tag that makes any page follow the active node. */
export const libraryFile = join(consoleFolder, 'failover.js');

/** What the console was built from; gone while a build is under way. */
const stampFile = join(root, 'dist/console-built-from');
const sources = ['src', 'contract', 'failover'];
const settings = ['angular.json', 'package.json', 'package-lock.json', 'tsconfig.json', 'src/tsconfig.json'];

export function consoleIsCurrent(): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint();
}

/** A production build with its precompressed files. Gives what the builder printed. */
export async function buildConsole(): Promise<string> {
  const builtFrom = fingerprint();
  rmSync(stampFile, { force: true });
  console.log('Building the console …');
  let output = '';
  const code = await run('ng', ['build', '--configuration', 'production', '--no-progress'], {
    onOutput: (text) => (output += text),
  });
  if (code !== 0) throw new Refusal('The console could not be built: see above.');
  await buildLibrary();
  await compressBelow(consoleFolder);
  writeFileSync(stampFile, builtFrom);
  return output;
}

/** The script tag for any web page, and the same as a module with its types. */
async function buildLibrary(): Promise<void> {
  for (const [entry, format, file] of [
    ['script', 'iife', libraryFile],
    ['index', 'esm', join(consoleFolder, 'failover.mjs')],
  ] as const) {
    const flags = ['--bundle', '--minify', '--target=es2022', '--log-level=warning', `--format=${format}`];
    const code = await run('esbuild', [`failover/${entry}.ts`, `--outfile=${file}`, ...flags]);
    if (code !== 0) throw new Refusal('The library for runtime pages could not be built: see above.');
  }
  copyFileSync(join(root, 'failover/failover.d.mts'), join(consoleFolder, 'failover.d.mts'));
}

/** One hash over everything that goes into the build: contents, not times, so that a fresh checkout is judged alike. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const files = sources
    .flatMap((folder) => (existsSync(join(root, folder)) ? filesBelow(join(root, folder)) : []))
    .filter((file) => !/\.(spec|harness)\.ts$/.test(file));
  for (const file of [...files, ...settings.map((name) => join(root, name)).filter(existsSync)]) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}
