import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a script (an ES module in JavaScript) in a process of its own and parses what it prints, line by line. */
export function runScript(
  script: string,
  before: readonly string[] = [],
): { printed: unknown[]; signal: string | null } {
  const [command = '', ...rest] = [...before, process.execPath, '--input-type=module', '--eval', script];
  const { stdout, stderr, signal } = spawnSync(command, rest, { encoding: 'utf8', timeout: 20_000 });
  if (stderr !== '') throw new Error(stderr);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { printed: lines.map((line): unknown => JSON.parse(line)), signal };
}

/**
 * The same on a small file system of its own, mounted where nobody else sees it. The script has `directory`, `fill()`
 * and `free()`. Systems that forbid such mounts skip the spec and say so.
 */
export function runOnSmallDisk(script: string): unknown[] {
  if (spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status !== 0) {
    pending('this system does not let a test mount a small disk (unshare -rm)');
  }
  const directory = mkdtempSync(join(tmpdir(), 'understudy-disk-'));
  try {
    const mount = `mount -t tmpfs -o size=1m none "$0" && exec "$@"`;
    return runScript(smallDisk(directory) + script, ['unshare', '-rm', 'sh', '-c', mount, directory]).printed;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const smallDisk = (directory: string) => `
  import { openSync, truncateSync, writeSync } from 'node:fs';
  const directory = ${JSON.stringify(directory)};
  const filler = openSync(directory + '/filler', 'w');
  const print = (value) => console.log(JSON.stringify(value));
  const attempt = (work) => { try { return work() ?? null; } catch (error) { return error.code ?? error.message; } };
  const free = () => truncateSync(directory + '/filler');
  const fill = () => { try { for (let at = 0; ; at += 4096) writeSync(filler, Buffer.alloc(4096, 1), 0, 4096, at); }
    catch (error) { if (error.code !== 'ENOSPC') throw error; } };
`;
