import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { linkPlainly } from '../../e2e/support/link-setup.ts';
import { Pair } from '../../e2e/support/pair.ts';
import { giveCore } from './own-core.ts';

/** So many writers save for so long, each one change after the other. */
export interface Order {
  writers: number;
  forMs: number;
  /** What each change carries, besides a number. */
  text: string;
}

export interface Answer {
  savesPerSecond: number;
  /** Saves that the Backup did not confirm in time. */
  unconfirmed: number;
}

const program = fileURLToPath(new URL('driven-gateway.ts', import.meta.url));

/** Two linked gateways, each on a core of its own; the Master is told what to do from within its process. */
export class DrivenPair {
  readonly pair: Pair;
  readonly #master: ChildProcess;

  private constructor(pair: Pair, master: ChildProcess) {
    this.pair = pair;
    this.#master = master;
  }

  /** Resolves when both are in sync. Over TLS, as they come, or without. */
  static async start(link: 'TLS' | 'plain'): Promise<DrivenPair> {
    const pair = await Pair.create({ editable: link === 'plain' });
    const { name, dataDirectory, httpPort, httpsPort, flags, environment } = pair.master.options;
    const ports = ['--http-port', `${httpPort}`, '--https-port', `${httpsPort}`];
    const master = fork(program, ['--data', dataDirectory, '--name', name, ...ports, ...flags], {
      env: { ...process.env, ...environment },
      silent: true,
    });
    await pair.backup.start();
    await pair.protected(pair.master);
    if (link === 'plain') await linkPlainly(pair);
    const driven = new DrivenPair(pair, master);
    [driven.masterPid, driven.backupPid].forEach(giveCore);
    return driven;
  }

  get masterPid(): number {
    if (this.#master.pid === undefined) throw new Error('The Master has not started');
    return this.#master.pid;
  }

  get backupPid(): number {
    if (this.pair.backup.pid === null) throw new Error('The Backup has not started');
    return this.pair.backup.pid;
  }

  async save(order: Order): Promise<Answer> {
    this.#master.send(order);
    const [answer] = (await once(this.#master, 'message')) as [Answer];
    return answer;
  }

  async stop(): Promise<void> {
    this.#master.kill('SIGKILL');
    await this.pair.stop();
  }
}
