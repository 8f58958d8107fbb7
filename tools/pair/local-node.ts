import { join } from 'node:path';
import { heartbeat } from '#contract/heartbeat';
import { GatewayProcess } from './gateway-process.ts';
import type { PairOptions } from './options.ts';

/** One gateway of the local pair. */
export interface LocalNode {
  role: 'Master' | 'Backup';
  name: string;
  dataDirectory: string;
  /** Its console. */
  address: string;
  process: GatewayProcess;
}

export function startNode(role: LocalNode['role'], options: PairOptions, secretFile: string): LocalNode {
  const index = role === 'Master' ? 0 : 1;
  const name = role === 'Master' ? 'A' : 'B';
  const dataDirectory = join(options.dataDirectory, role.toLowerCase());
  const args = ['--data', dataDirectory, '--role', role, '--name', name];
  args.push('--http-port', `${options.httpPorts[index]}`, '--https-port', `${options.httpsPorts[index]}`);
  if (role === 'Backup') args.push('--master', `https://localhost:${options.httpsPorts[0]}`);
  args.push(...options.gatewayFlags);
  return {
    role,
    name,
    dataDirectory,
    address: `http://localhost:${options.httpPorts[index]}`,
    process: GatewayProcess.start(role, args, { UNDERSTUDY_PAIR_SECRET_FILE: secretFile }),
  };
}

/** Whether it answers at all: a standby does too. */
export async function answers(node: LocalNode): Promise<boolean> {
  const body = await ask(node, '/system/StatusPing');
  return typeof body === 'object' && body !== null && 'state' in body && body.state === 'RUNNING';
}

/** Whether it is the active one; false as well when it does not answer. */
export async function isActive(node: LocalNode): Promise<boolean> {
  const parsed = heartbeat.safeParse(await ask(node, '/system/heartbeat'));
  return parsed.success && parsed.data.runningState === 'Running';
}

async function ask(node: LocalNode, path: string): Promise<unknown> {
  try {
    const response = await fetch(node.address + path, { signal: AbortSignal.timeout(1000) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
