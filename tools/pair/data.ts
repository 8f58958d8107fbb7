import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal } from '../refusal.ts';
import type { PairOptions } from './options.ts';

/** As the gateway ends when it finds its own directory so. */
const directoryUnusable = 4;

export type PairRole = 'Master' | 'Backup';

/** What `npm start` must know of a node's settings. */
export interface NodeSettings {
  nodeName: string;
  httpPort: number;
  httpsPort: number;
}

/** What the nodes of a local pair start with; from then on it is edited in the console, like anything in node.json. */
const firstSettings = {
  Master: {
    nodeSettings: { nodeName: 'A', httpPort: 8088, httpsPort: 8060 },
    redundancy: { role: 'Master' },
  },
  Backup: {
    nodeSettings: { nodeName: 'B', httpPort: 8089, httpsPort: 8061 },
    redundancy: { role: 'Backup', gatewayNetworkSetup: { host: 'localhost', port: 8060 } },
  },
};

export function nodeDirectory({ dataDirectory }: PairOptions, role: PairRole): string {
  return join(dataDirectory, role.toLowerCase());
}

/** No node of it has ever run: a node whose directory was emptied belongs to a pair that has. */
export function isNewPair(options: PairOptions): boolean {
  const databases = (['Master', 'Backup'] as const).map((role) => join(nodeDirectory(options, role), 'config.db'));
  return !databases.some((file) => existsSync(file));
}

/** Makes the folders of the pair, and the secret that both gateways read at their first start: gives its file. */
export function prepareData(options: PairOptions): string {
  const { dataDirectory, fresh } = options;
  const secretFile = join(dataDirectory, 'pair-secret');
  try {
    const parts = [nodeDirectory(options, 'Master'), nodeDirectory(options, 'Backup'), secretFile];
    if (fresh) parts.forEach(empty);
    makeDirectory(dataDirectory);
    if (!existsSync(secretFile)) writeFileSync(secretFile, randomBytes(32).toString('base64url'), { mode: 0o600 });
    for (const role of ['Master', 'Backup'] as const) prepareNode(nodeDirectory(options, role), role);
    return secretFile;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new Refusal(`${dataDirectory} cannot be written: ${why}`, directoryUnusable);
  }
}

function empty(part: string): void {
  const pid = readIfThere(join(part, 'gateway.pid'))?.trim();
  if (pid !== undefined && readIfThere(`/proc/${pid}/cmdline`)?.includes('gateway/main.ts')) {
    throw new Refusal(
      `The data directory ${part} is in use by another gateway (process ${pid}): it is not emptied.`,
      3,
    );
  }
  rmSync(part, { recursive: true, force: true });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Step by step: `recursive` never ends where the system refuses a folder with ENOENT, as below /proc. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path);
}

function prepareNode(directory: string, role: PairRole): void {
  if (existsSync(directory)) return;
  mkdirSync(directory, { mode: 0o700 });
  writeFileSync(join(directory, 'node.json'), `${JSON.stringify(firstSettings[role], null, 2)}\n`, { mode: 0o600 });
}

/** As node.json has them. A file that cannot be read is for the gateway to complain about. */
export function settingsOf(options: PairOptions, role: PairRole): NodeSettings {
  return { ...firstSettings[role].nodeSettings, ...nodeSettingsIn(nodeDirectory(options, role)) };
}

function nodeSettingsIn(directory: string): Partial<NodeSettings> {
  try {
    const file = JSON.parse(readFileSync(join(directory, 'node.json'), 'utf8')) as {
      nodeSettings?: Partial<NodeSettings>;
    };
    return file.nodeSettings ?? {};
  } catch {
    return {};
  }
}
