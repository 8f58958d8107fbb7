import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));

/** A program that stands in front of a pair, with a configuration file of docs/. */
export interface Recipe {
  program: string;
  /** In docs/. */
  file: string;
  /** How it is started in the foreground. */
  args: (file: string, directory: string) => string[];
  /** Whether it ends live connections to a node that is no longer the active one. */
  endsLive: boolean;
}

export const recipes: Recipe[] = [
  { program: 'haproxy', file: 'haproxy.cfg', args: (file) => ['-db', '-f', file], endsLive: true },
  {
    program: 'nginx',
    file: 'nginx.conf',
    // Where it writes is no part of what it does: for who runs it beside the one of the computer.
    args: (file, directory) => ['-c', file, '-p', directory, '-e', 'stderr', '-g', `daemon off; pid ${directory}/pid;`],
    endsLive: false,
  },
];

/** The program as its recipe has it: only addresses and ports of the file are replaced. */
export class LoadBalancer {
  readonly address: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  /** What it has printed: worth reading where it does not do what it should. */
  readonly said: string[] = [];

  constructor(recipe: Recipe, directory: string, ports: { own: number; a: number; b: number }) {
    const text = readFileSync(join(docs, recipe.file), 'utf8');
    const file = join(directory, recipe.file);
    writeFileSync(file, withPorts(text, ports));
    this.address = `http://localhost:${ports.own}`;
    this.#child = spawn(recipe.program, recipe.args(file, directory), { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child.stderr?.on('data', (data: Buffer) => this.said.push(data.toString()));
    this.#ended = Promise.race([once(this.#child, 'exit'), once(this.#child, 'error')]);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }
}

/** The node that answers the request, and whether it does the work; `null`: none does. */
export async function nodeBehind(address: string): Promise<{ nodeId: string; runningState: string } | null> {
  try {
    const answer = await fetch(`${address}/system/heartbeat`, { signal: AbortSignal.timeout(2000) });
    return answer.ok ? ((await answer.json()) as { nodeId: string; runningState: string }) : null;
  } catch {
    return null;
  }
}

function withPorts(text: string, { own, a, b }: { own: number; a: number; b: number }): string {
  const places = { 'a.plant:8088': `127.0.0.1:${a}`, 'b.plant:8088': `127.0.0.1:${b}`, 'bind :8066': `bind :${own}` };
  const all = Object.entries({ ...places, 'listen 8066': `listen ${own}` });
  return all.reduce((before, [written, real]) => before.replaceAll(written, real), text);
}
