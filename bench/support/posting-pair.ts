import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Pair, type PairOptions } from '../../e2e/support/pair.ts';
import type { Gateway } from '../../e2e/support/gateway.ts';
import type { Answer, AnswerOf, Order, Taken } from './posting-orders.ts';

const program = fileURLToPath(new URL('posting-gateway.ts', import.meta.url));

/** One gateway that is told what to post from within its process. */
export class PostingGateway {
  readonly gateway: Gateway;
  readonly output: string[] = [];
  #process: ChildProcess | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  #last: Promise<unknown> = Promise.resolve();

  constructor(gateway: Gateway) {
    this.gateway = gateway;
  }

  get pid(): number {
    if (this.#process?.pid === undefined) throw new Error(`${this.gateway.options.name} does not run`);
    return this.#process.pid;
  }

  start(): void {
    const { name, dataDirectory, httpPort, httpsPort, flags, environment } = this.gateway.options;
    const ports = ['--http-port', `${httpPort}`, '--https-port', `${httpsPort}`];
    const child = fork(program, ['--data', dataDirectory, '--name', name, ...ports, ...flags], {
      env: { ...process.env, ...environment },
      silent: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (text) => this.output.push(text));
    }
    this.#process = child;
    this.#ended = once(child, 'exit');
  }

  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#ended;
  }

  /** Stops as the gateway does on a signal: it hands over, or says goodbye. */
  async terminate(): Promise<void> {
    this.#process?.kill('SIGTERM');
    await this.#ended;
  }

  async post(order: Omit<Extract<Order, { kind: 'post' }>, 'kind'>): Promise<AnswerOf<'posted'>> {
    return (await this.#ask({ kind: 'post', ...order })) as AnswerOf<'posted'>;
  }

  async set(key: string, value: number): Promise<AnswerOf<'set'>> {
    return (await this.#ask({ kind: 'set', key, value })) as AnswerOf<'set'>;
  }

  async get(key: string): Promise<number | null> {
    return ((await this.#ask({ kind: 'get', key })) as AnswerOf<'value'>).value;
  }

  async taken(): Promise<Taken> {
    return (await this.#ask({ kind: 'taken' })) as AnswerOf<'taken'>;
  }

  async sum(): Promise<string> {
    return ((await this.#ask({ kind: 'sum' })) as AnswerOf<'sum'>).sum;
  }

  async forget(): Promise<void> {
    await this.#ask({ kind: 'forget' });
  }

  async bringAll(key: string): Promise<AnswerOf<'set'>> {
    return (await this.#ask({ kind: 'bringAll', key })) as AnswerOf<'set'>;
  }

  /** One order after the other. */
  #ask(order: Order): Promise<Answer> {
    const answered = this.#last.then(async () => {
      this.#process?.send(order);
      const [answer] = (await once(this.#process ?? process, 'message')) as [Answer];
      return answer;
    });
    this.#last = answered.catch(() => undefined);
    return answered;
  }
}

/** Two linked gateways that post. */
export class PostingPair {
  readonly pair: Pair;
  readonly master: PostingGateway;
  readonly backup: PostingGateway;

  private constructor(pair: Pair) {
    this.pair = pair;
    this.master = new PostingGateway(pair.master);
    this.backup = new PostingGateway(pair.backup);
  }

  /** Resolves when both are in sync and the Master is active. */
  static async start(options: Partial<PairOptions> = {}): Promise<PostingPair> {
    const posting = new PostingPair(await Pair.create(options));
    await posting.pair.link.start();
    posting.master.start();
    posting.backup.start();
    await posting.pair.protected(posting.pair.master);
    return posting;
  }

  async stop(): Promise<void> {
    await Promise.all([this.master.kill(), this.backup.kill()]);
    await this.pair.stop();
  }
}
