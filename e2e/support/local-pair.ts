import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start`, as a person runs it in a terminal. Ports: HTTP of Master and Backup, then HTTPS of both. */
export class LocalPair {
  readonly output: string[] = [];
  readonly errors: string[] = [];
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(dataDirectory: string, ports: number[]) {
    const [http, https] = [ports.slice(0, 2).join(), ports.slice(2, 4).join()];
    const flags = ['--data', dataDirectory, '--ports', http, '--https-ports', https];
    // A group of its own, as a terminal makes one: Ctrl-C reaches all of it.
    const child = spawn('npm', ['--silent', 'start', '--', ...flags], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => this.output.push(line));
    createInterface({ input: child.stderr }).on('line', (line) => this.errors.push(line));
    this.ended = new Promise((resolve) => child.once('close', resolve));
    this.#child = child;
  }

  /** The first line that matches, when it comes. */
  async says(pattern: RegExp): Promise<string> {
    return until(`npm start says ${pattern.source}`, () => this.output.find((line) => pattern.test(line)) ?? null);
  }

  /** As `npm start | head` does. */
  stopReading(): void {
    this.#child.stdout?.destroy();
  }

  /** Ctrl-C; gives the exit code. */
  async interrupt(): Promise<number | null> {
    const { pid, exitCode } = this.#child;
    if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGINT');
    return this.ended;
  }
}
