import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from '../root.ts';

export interface GatewayExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One gateway as a child process. What it says is printed behind its name. */
export class GatewayProcess {
  readonly name: string;
  /** The one-time sign-in link, once the gateway has printed one. */
  signInLink: string | null = null;
  /** What it last said on its error output: why it could not start. */
  lastError: string | null = null;
  exit: GatewayExit | null = null;
  readonly exited: Promise<GatewayExit>;
  private readonly child: ChildProcess;

  private constructor(name: string, args: string[], environment: Record<string, string>) {
    this.name = name;
    // Detached: Ctrl-C in the terminal must reach the gateways once, from this tool, and not from the terminal as well.
    this.child = spawn(process.execPath, ['gateway/main.ts', ...args], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    this.read(this.child.stdout, (line) => console.log(this.prefixed(line)));
    this.read(this.child.stderr, (line) => {
      this.lastError = line;
      console.error(this.prefixed(line));
    });
    // Whatever ends this tool, nobody is left to stop the gateway by hand.
    process.once('exit', () => this.kill('SIGTERM'));
    this.exited = new Promise((resolve) =>
      this.child.once('close', (code, signal) => resolve((this.exit = { code, signal }))),
    );
  }

  static start(name: string, args: string[], environment: Record<string, string>): GatewayProcess {
    return new GatewayProcess(name, args, environment);
  }

  kill(signal: NodeJS.Signals): void {
    if (this.exit === null) this.child.kill(signal);
  }

  private read(stream: NodeJS.ReadableStream | null, print: (line: string) => void): void {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => {
      const link = /https?:\/\/\S+#sign-in=[\w-]+/.exec(line)?.[0];
      if (link === undefined) print(line);
      else this.signInLink = link;
    });
  }

  private prefixed(line: string): string {
    return line.startsWith('{') ? line : `${this.name} | ${line}`;
  }
}
