import { heartbeat } from '#contract/heartbeat';
import { nodeDirectory, settingsOf, type PairRole } from './data.ts';
import { GatewayProcess } from './gateway-process.ts';
import type { PairOptions } from './options.ts';

/** One gateway of the local pair. */
export interface LocalNode {
  role: PairRole;
  name: string;
  dataDirectory: string;
  /** Its console. */
  address: string;
  /** Its command line from its second start on. */
  args: readonly string[];
  process: GatewayProcess;
}

/** What both nodes have in common. */
export interface LocalPair {
  secretFile: string;
  /** It shows a sample project. */
  isNew: boolean;
}

/** Everything but what the command line of `npm start` says is in the node's own settings, so that it can be edited. */
export function startNode(role: PairRole, options: PairOptions, pair: LocalPair): LocalNode {
  const index = role === 'Master' ? 0 : 1;
  const dataDirectory = nodeDirectory(options, role);
  const { httpPorts, httpsPorts } = options;
  const args = ['--data', dataDirectory];
  if (httpPorts !== null) args.push('--http-port', `${httpPorts[index]}`);
  if (httpsPorts !== null) args.push('--https-port', `${httpsPorts[index]}`);
  if (httpsPorts !== null && role === 'Backup') args.push('--master', `https://localhost:${httpsPorts[0]}`);
  args.push(...options.gatewayFlags);
  // Once: a Master that lost its data later is to wait for what the Backup holds, not to begin anew.
  const sample = role === 'Master' && pair.isNew ? ['--sample-project'] : [];
  return {
    role,
    name: settingsOf(options, role).nodeName,
    dataDirectory,
    address: `http://localhost:${portsOf(role, options)[0]}`,
    args,
    process: GatewayProcess.start(role, [...args, ...sample], pairSecret(pair.secretFile)),
  };
}

/** The HTTP and the HTTPS port that a node will listen on. */
export function portsOf(role: PairRole, options: PairOptions): [number, number] {
  const index = role === 'Master' ? 0 : 1;
  const { httpPort, httpsPort } = settingsOf(options, role);
  return [options.httpPorts?.[index] ?? httpPort, options.httpsPorts?.[index] ?? httpsPort];
}

/** A secret that whoever calls `npm start` has set themselves goes first. */
function pairSecret(secretFile: string): Record<string, string> {
  const own = process.env['UNDERSTUDY_PAIR_SECRET'] ?? process.env['UNDERSTUDY_PAIR_SECRET_FILE'];
  return own === undefined ? { UNDERSTUDY_PAIR_SECRET_FILE: secretFile } : {};
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
