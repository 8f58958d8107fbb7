import { setTimeout as delay } from 'node:timers/promises';
import { liveLine, runtimeProjects } from '#contract/runtime-live';
import type { Pair } from '../../e2e/support/pair.ts';
import { ThickClients } from '../../e2e/support/thick-client.ts';
import { timeToTakeOver } from '../../e2e/support/take-over.ts';
import { until } from '../../e2e/support/until.ts';
import { figuresOf, type Figures } from './figures.ts';

/** A page comes again so long after its answer ended, ms. */
const comesAgainMs = 250;
const patienceMs = 120_000;

/** When something came, by the clock of this process, ms. */
interface Arrival {
  /** The page went to its node. */
  movedAt: number;
  /** The first value of that node was there. */
  liveAt: number;
}

/**
 * Operators' pages without a browser, all on one computer with the gateways: each follows by the library, and keeps a
 * live answer open at its node. They move when the Master is killed, and back when it takes back.
 */
export async function measureCrowd(pair: Pair, count: number): Promise<Record<string, Figures>> {
  const crowd = new Crowd(pair, await overviewOf(pair));
  try {
    await crowd.open(count);
    const killedAt = performance.now();
    const takeOver = timeToTakeOver(pair.backup, () => pair.master.kill());
    const away = await crowd.arrivals();
    const tookOver = await takeOver;
    await pair.master.start();
    const pings = new Pings(pair);
    const back = await crowd.arrivals(() => pings.look());
    const all = `${count} pages`;
    return {
      [`${all}: live at the other node`]: figuresOf([away.length]),
      [`${all}: kill -9 to the first value, ms`]: figuresOf(away.map(({ liveAt }) => liveAt - killedAt)),
      [`${all}: the gateways’ own take-over, ms`]: figuresOf([tookOver]),
      [`${all}: from a move to the first value, ms`]: figuresOf(away.map(({ movedAt, liveAt }) => liveAt - movedAt)),
      [`${all}: first to last arrival, ms`]: figuresOf([spreadOf(away)]),
      [`${all}: most arrivals in 250 ms`]: figuresOf([busiestOf(away)]),
      [`${all}: live at the Master again`]: figuresOf([back.length]),
      [`${all}: first to last on the way back, ms`]: figuresOf([spreadOf(back)]),
      [`${all}: pings missed in a row on the way back`]: figuresOf(pings.missed),
      [`${all}: ping there and back then, ms`]: figuresOf(pings.roundTripMs),
    };
  } finally {
    crowd.stop();
  }
}

class Crowd {
  readonly #clients = new ThickClients();
  readonly #pair: Pair;
  readonly #path: string;
  readonly #pages = new Map<number, AbortController>();
  #arrived: Arrival[] = [];

  constructor(pair: Pair, path: string) {
    this.#pair = pair;
    this.#path = path;
  }

  /** All look at the Master, and both gateways have counted them. */
  async open(count: number): Promise<void> {
    for (let page = 0; page < count; page += 1) void this.#look(page, this.#pair.master.address);
    await until('all are live', () => this.#arrived.length === count, patienceMs);
    await this.#clients.start(this.#pair, count, (page, { address }) => void this.#look(page, address));
    // Each has asked both nodes more than once.
    await delay(3000);
    this.#arrived = [];
  }

  /** Of all pages, once they are live at another node; `meanwhile` is done again and again. */
  async arrivals(meanwhile: () => Promise<void> = async () => undefined): Promise<Arrival[]> {
    const isThere = () => this.#arrived.length === this.#pages.size;
    await until('all have arrived', () => meanwhile().then(isThere), patienceMs);
    return this.#arrived.splice(0);
  }

  stop(): void {
    this.#clients.stop();
    for (const page of this.#pages.values()) page.abort();
  }

  async #look(page: number, address: string): Promise<void> {
    this.#pages.get(page)?.abort();
    const leave = new AbortController();
    this.#pages.set(page, leave);
    const movedAt = performance.now();
    let isLive = false;
    while (!leave.signal.aborted) {
      await this.#read(address, leave.signal, () => {
        if (!isLive) this.#arrived.push({ movedAt, liveAt: performance.now() });
        isLive = true;
      }).catch(() => undefined);
      await delay(comesAgainMs);
    }
  }

  /** Until the answer ends; `told` for each line of a node that does the work. */
  async #read(address: string, signal: AbortSignal, told: () => void): Promise<void> {
    const headers = { 'X-Ignition-API-Token': this.#pair.apiToken };
    const { ok, body } = await fetch(address + this.#path, { headers, signal });
    if (!ok || body === null) return;
    let isFirst = true;
    for await (const bytes of body as ReadableStream<Uint8Array>) {
      if (isFirst && !isOfActive(bytes)) return;
      isFirst = false;
      told();
    }
  }
}

/** A page of values that are good, from the node that does the work. */
function isOfActive(bytes: Uint8Array): boolean {
  const [text = ''] = new TextDecoder().decode(bytes).split('\n');
  const line = liveLine.parse(JSON.parse(text));
  return line.type === 'page' && line.running && line.page.tags.some(({ quality }) => quality === 'Good');
}

/** What both nodes say of the link between them, whenever they are asked. */
class Pings {
  readonly missed: number[] = [];
  readonly roundTripMs: number[] = [];
  readonly #pair: Pair;

  constructor(pair: Pair) {
    this.#pair = pair;
  }

  async look(): Promise<void> {
    for (const status of await Promise.all(this.#pair.gateways.map((gateway) => gateway.status()))) {
      const peer = status?.peerConnected === true ? status.understudy?.peer : null;
      if (typeof peer?.missedPings === 'number') this.missed.push(peer.missedPings);
      if (typeof peer?.roundTripMs === 'number') this.roundTripMs.push(peer.roundTripMs);
    }
  }
}

async function overviewOf({ master }: Pair): Promise<string> {
  const [project] = runtimeProjects.parse(await (await master.api('/data/api/v1/runtime/projects')).json()).items;
  const query = new URLSearchParams({ project: project?.name ?? '', page: project?.pages[0]?.name ?? '' });
  return `/data/api/v1/runtime/live?${query.toString()}`;
}

function spreadOf(arrivals: readonly Arrival[]): number {
  const times = arrivals.map(({ movedAt }) => movedAt);
  return Math.max(...times) - Math.min(...times);
}

function busiestOf(arrivals: readonly Arrival[]): number {
  const times = arrivals.map(({ movedAt }) => movedAt);
  return Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + 250).length));
}
