import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from '../root.ts';
import type { LocalNode } from './local-node.ts';

/** The link that the Master printed at its first start; later a new one. */
export async function signInLink(nodes: LocalNode[]): Promise<string> {
  const printed = nodes.find((node) => node.process.signInLink !== null)?.process.signInLink;
  if (printed !== undefined && printed !== null) return printed;
  const master = nodes.find((node) => node.role === 'Master') ?? nodes[0];
  if (master === undefined) return 'no gateway to ask';
  const args = ['gateway/main.ts', ...master.args, '--sign-in-link'];
  try {
    return (await promisify(execFile)(process.execPath, args, { cwd: root })).stdout.trim();
  } catch (error) {
    return `no link (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`;
  }
}
