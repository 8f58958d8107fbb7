import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Gives a process, and all that it started or will start, one core. Each node of a pair stands for a machine: where the
 * scheduler puts both on one core, or moves them about, that is what would be measured.
 */
export function giveCore(pid: number, core: number): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', `${core}`, `${pid}`], { stdio: 'ignore' });
  for (const child of childrenOf(pid)) giveCore(child, core);
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}
