import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './root.ts';

export interface RunOptions {
  /** Added to the environment. */
  environment?: Record<string, string>;
  /** Handed every piece of output, which is printed all the same. */
  onOutput?: (text: string) => void;
}

/** Runs a command of node_modules/.bin or of the system, without input. Gives its exit code; 1 after a signal. */
export function run(command: string, args: string[], { environment = {}, onOutput }: RunOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', onOutput === undefined ? 'inherit' : 'pipe', 'inherit'],
      env: { ...process.env, PATH: pathWithPackages(), NG_CLI_ANALYTICS: 'false', ...environment },
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      onOutput?.(chunk.toString());
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function pathWithPackages(): string {
  return [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
}
