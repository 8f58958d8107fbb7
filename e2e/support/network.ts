import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Door } from './door.ts';
import { until } from './until.ts';

const doorFile = fileURLToPath(new URL('door.ts', import.meta.url));

/** HTTP and HTTPS of both computers. */
export const plantPorts = [8060, 8061];
export const plantAddresses = { master: '10.77.0.1', backup: '10.77.0.2' };

/**
 * A network stack of its own: what listens in it takes no port of this computer. Doors lead into it from here, and a
 * cable joins it to another one. The first one is made by whoever runs the tests, others by who is root in the first.
 */
export class NetworkStack {
  readonly address: string;
  /** Ports of this computer, for each of `plantPorts`. */
  readonly doors: readonly number[];
  readonly #directory: string;
  readonly #entries: Door[];
  #child: ChildProcess | null = null;

  /** `directory`: for its own files. */
  constructor(directory: string, address: string, doors: readonly number[]) {
    this.address = address;
    this.doors = doors;
    this.#directory = directory;
    this.#entries = doors.map((port, at) => new Door({ host: '127.0.0.1', port }, { path: this.#files[at] ?? '' }));
  }

  /** What stands before a command that is run in it. */
  get enter(): string[] {
    return ['nsenter', '--preserve-credentials', '-U', '-n', '-t', `${this.#child?.pid}`];
  }

  async start(first: NetworkStack | null): Promise<void> {
    const make = first === null ? ['unshare', '-rn'] : [...first.enter, 'unshare', '-n'];
    const inside = [process.execPath, doorFile, this.#directory, this.address, ...plantPorts.map(String)];
    const [command = '', ...args] = [...make, ...inside];
    mkdirSync(this.#directory, { recursive: true });
    this.#child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    await until(`there is a network stack for ${this.address}`, () => this.#files.every((file) => existsSync(file)));
    if (first !== null) first.#joinTo(this);
    for (const entry of this.#entries) await entry.start();
  }

  async stop(): Promise<void> {
    for (const entry of this.#entries) await entry.stop();
    this.#child?.kill('SIGKILL');
  }

  get #files(): string[] {
    return plantPorts.map((port) => join(this.#directory, `${port}`));
  }

  #joinTo(other: NetworkStack): void {
    this.#run(`ip link add cable type veth peer name cable netns ${other.#child?.pid}`);
    for (const end of [this, other]) {
      end.#run('ip link set lo up');
      end.#run(`ip addr add ${end.address}/24 dev cable`);
      end.#run('ip link set cable up');
    }
  }

  #run(line: string): void {
    const [command = '', ...args] = [...this.enter, ...line.split(' ')];
    execFileSync(command, args);
  }
}
