import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, truncateSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { redundancyStatus, type RedundancyStatus } from '#contract/redundancy-status';
import type { NetworkStack } from './network.ts';
import { until } from './until.ts';

/** Mounts where nobody else sees it, and then becomes the gateway: the process id stays the same. */
function onSmallDisk(directory: string): string[] {
  mkdirSync(directory, { recursive: true });
  const mount = 'mount -t tmpfs -o size=16m none "$0" && exec "$@"';
  return ['-rm', 'sh', '-c', mount, directory, process.execPath];
}

/** On a computer of its own name, as far as the process and its name look-ups can tell. */
function onComputer({ name, hosts, network }: Computer): string[] {
  const become = 'hostname "$0" && mount --bind "$1" /etc/hosts && shift && exec "$@"';
  return [...(network?.enter ?? []), 'unshare', '-rmu', 'sh', '-c', become, name, hosts, process.execPath];
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Variable that says where Node.js keeps the compiled code of gateways; without it each compiles its own. */
export const codeDirectory = 'E2E_CODE_DIRECTORY';

/** `hosts`: a file in the place of `/etc/hosts`. */
export interface Computer {
  name: string;
  hosts: string;
  /** `null`: that of this computer. */
  network: NetworkStack | null;
}

export interface GatewayOptions {
  name: string;
  dataDirectory: string;
  httpPort: number;
  httpsPort: number;
  /** Everything else on the command line. */
  flags: string[];
  environment: Record<string, string>;
  apiToken: string;
  /** The data directory is a file system of its own, small enough to be filled; it is gone when the process is. */
  smallDisk: boolean;
  /** `null`: this one, under its own name. */
  computer: Computer | null;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A real gateway in its own process. It can be started again after it ended, on the same directory and ports. */
export class Gateway {
  readonly options: GatewayOptions;
  /** What it has printed, in all its lives. */
  readonly output: string[] = [];
  private child: ChildProcess | null = null;
  private ended: Promise<Exit> | null = null;
  /** Lines of earlier lives. */
  private linesBefore = 0;

  constructor(options: GatewayOptions) {
    this.options = options;
  }

  /** The origin of its console. */
  get address(): string {
    return `http://localhost:${this.options.computer?.network?.doors[0] ?? this.options.httpPort}`;
  }

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  /** Starts the process; resolves when it answers. */
  async start(): Promise<void> {
    this.spawn();
    await until(`${this.options.name} answers`, () => this.answersOrEnded());
  }

  /** Starts the process without waiting for anything. */
  spawn(): void {
    const { dataDirectory, name, httpPort, httpsPort, flags, environment } = this.options;
    const ports = ['--http-port', `${httpPort}`, '--https-port', `${httpsPort}`];
    const args = ['gateway/main.ts', '--data', dataDirectory, '--name', name, ...ports, ...flags];
    const [command, before] = this.command();
    this.linesBefore = this.output.length;
    const child = spawn(command, [...before, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...compiledCode(), ...environment },
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.output.push(line));
    }
    this.child = child;
    this.ended = new Promise((resolve) =>
      child.once('close', (code, signal) => {
        if (this.child === child) this.child = null;
        resolve({ code, signal });
      }),
    );
  }

  /** Power off: nothing is written or said any more. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  /** Asks it to stop, and waits until it has. */
  async terminate(): Promise<Exit> {
    this.signal('SIGTERM');
    return (await this.ended) ?? { code: null, signal: null };
  }

  /** Stalls it: its sockets stay open and nobody answers. */
  pause(): void {
    this.signal('SIGSTOP');
  }

  resume(): void {
    this.signal('SIGCONT');
  }

  /** Fills its small disk to the last byte; gives the way to make room again. */
  fillDisk(): () => void {
    const filler = `/proc/${this.pid}/root${this.options.dataDirectory}/filler`;
    const file = openSync(filler, 'w');
    const bytes = Buffer.alloc(4096, 1);
    try {
      for (;;) writeSync(file, bytes);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    } finally {
      closeSync(file);
    }
    return () => truncateSync(filler);
  }

  /** For scripts: with the API token. */
  async api(path: string, request: RequestInit = {}): Promise<Response> {
    const headers = { ...request.headers, 'X-Ignition-API-Token': this.options.apiToken };
    return fetch(this.address + path, { signal: AbortSignal.timeout(5000), ...request, headers });
  }

  /** Its status, or `null` while it does not answer. */
  async status(): Promise<RedundancyStatus | null> {
    try {
      const response = await this.api('/data/api/v1/redundancy', { signal: AbortSignal.timeout(1000) });
      return response.ok ? redundancyStatus.parse(await response.json()) : null;
    } catch {
      return null;
    }
  }

  async isActive(): Promise<boolean> {
    return (await this.status())?.activityLevel === 'Active';
  }

  private command(): [string, string[]] {
    const { dataDirectory, smallDisk, computer } = this.options;
    if (smallDisk) return ['unshare', onSmallDisk(dataDirectory)];
    const [command = process.execPath, ...before] = computer === null ? [] : onComputer(computer);
    return [command, before];
  }

  private signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  private async answersOrEnded(): Promise<boolean> {
    if (this.child === null) {
      const { code, signal } = (await this.ended) ?? { code: null, signal: null };
      throw new Error(`${this.options.name} ended with ${signal ?? code}: ${this.output.slice(-3).join(' | ')}`);
    }
    // To ask in vain would take from the processor what it needs to start.
    if (!this.output.slice(this.linesBefore).some((line) => line.includes(' answers on port '))) return false;
    try {
      return (await fetch(`${this.address}/system/StatusPing`, { signal: AbortSignal.timeout(1000) })).ok;
    } catch {
      return false;
    }
  }
}

function compiledCode(): Record<string, string> {
  const directory = process.env[codeDirectory];
  return directory === undefined ? {} : { NODE_COMPILE_CACHE: directory };
}
