import { unpacked } from './arrival.ts';
import type { Rules } from './decision.ts';
import { beatOf, FakeBrowser, nodeA, nodeB, pairId } from './follow.testing.ts';
import { followPage } from './page.ts';

/** What happens to the pair, and then nothing for a while. */
export interface Step {
  event: 'A runs' | 'B runs' | 'both run' | 'none runs' | 'A dies' | 'B dies' | 'A hangs' | 'B hangs';
  waitMs: number;
}

/** Where the public addresses lead: there are none, each to its node, one to both, or the one of B back to A. */
export type Addresses = 'none' | 'own' | 'shared' | 'backwards';

const shared = 'https://testserver.com:8066';
const publicAddresses: Record<Addresses, { A: string | null; B: string | null }> = {
  none: { A: null, B: null },
  own: { A: 'http://a.public', B: 'http://b.public' },
  shared: { A: shared, B: shared },
  backwards: { A: null, B: 'http://b.public' },
};

/**
 * A page wanders between the nodes while these things happen. Gives the first thing that must never happen, or `null`.
 */
export async function firstWrong(steps: readonly Step[], addresses: Addresses, rules: Partial<Rules>) {
  const wandering = new Wandering(addresses, rules);
  for (const step of steps) await wandering.take(step);
  return wandering.wrong;
}

class Wandering {
  wrong: string | null = null;
  readonly #browser = new FakeBrowser();
  readonly #addresses: Addresses;
  #epoch = 1;
  #loads = 0;
  /** Of the present page: what it was loaded for, so that no page moves before it has asked. */
  #askedBefore = 0;
  #forSameEpoch = new Map<string, number>();

  constructor(addresses: Addresses, rules: Partial<Rules>) {
    this.#addresses = addresses;
    const browser = this.#browser;
    browser.rules = { ...browser.rules, ...rules };
    for (const nodeId of ['A', 'B'] as const) {
      const address = publicAddresses[addresses][nodeId];
      if (address !== null) browser.servedBy.set(address, () => this.#serving(address));
    }
    this.#live('A', 'Running');
    this.#live('B', 'Standby');
    this.#load('http://a:8088/page', 'A');
  }

  async take({ event, waitMs }: Step): Promise<void> {
    this.#happen(event);
    for (let passed = 0; passed < waitMs; passed += 250) {
      await this.#browser.pass(250);
      this.#look();
    }
  }

  #happen(event: Step['event']): void {
    const [node, what] = event.split(' ') as ['A' | 'B' | 'both' | 'none', string];
    if (what === 'dies' || what === 'hangs') {
      this.#browser.lives.set(node, what === 'dies' ? 'refuses' : 'silent');
      return;
    }
    for (const nodeId of ['A', 'B'] as const) {
      const runs = node === 'both' || node === nodeId;
      if (runs) this.#epoch += 1;
      this.#live(nodeId, runs ? 'Running' : 'Standby');
    }
  }

  #live(nodeId: 'A' | 'B', runningState: 'Running' | 'Standby'): void {
    const publicAddress = publicAddresses[this.#addresses][nodeId];
    this.#browser.lives.set(nodeId, beatOf(nodeId, runningState, this.#epoch, { publicAddress }));
  }

  /** A proxy follows the role; a node's own public address leads to it. */
  #serving(address: string): string {
    if (this.#addresses === 'backwards') return 'A';
    if (address !== shared) return address === publicAddresses.own.A ? 'A' : 'B';
    return this.#runs('B') && !this.#runs('A') ? 'B' : 'A';
  }

  #runs(nodeId: string): boolean {
    const life = this.#browser.lives.get(nodeId);
    return typeof life === 'object' && life.runningState === 'Running';
  }

  /** What the page has done since the last look. */
  #look(): void {
    const browser = this.#browser;
    if (browser.asked.some(({ origin }) => origin === shared || origin.endsWith('.public'))) {
      this.wrong ??= 'an address that is not one node’s own is asked';
    }
    while (browser.opened.length > this.#loads) this.#check(new URL(browser.opened[this.#loads]!));
  }

  #check(url: URL): void {
    this.#loads += 1;
    const { arrival } = unpacked(url.hash);
    const to = arrival?.to === 'A' ? 'A' : 'B';
    const expected = publicAddresses[this.#addresses][to] ?? `http://${to.toLowerCase()}:8088`;
    if (arrival === null) this.wrong ??= 'nothing goes along';
    if (url.origin !== expected) this.wrong ??= `the page of ${to} is sought at ${url.origin}, not at ${expected}`;
    if (!this.#runs(to)) this.wrong ??= `the page moves to ${to}, which does not run`;
    if (this.#browser.asked.length < this.#askedBefore + 2) this.wrong ??= 'the page moves before it has asked';
    const key = `${url.origin} ${this.#epoch}`;
    const times = (this.#forSameEpoch.get(key) ?? 0) + 1;
    this.#forSameEpoch.set(key, times);
    if (times > 1) this.wrong ??= 'the page runs in a circle';
    const backwards = this.#addresses === 'backwards' && url.hostname === 'b.public';
    this.#load(backwards ? url.href.replace('http://b.public', 'http://a:8088') : url.href, backwards ? 'A' : to);
  }

  #load(address: string, own: string): void {
    this.#browser.load(address);
    this.#askedBefore = this.#browser.asked.length;
    const nodes = [nodeA, nodeB].map((node) => {
      const probes = this.#addresses === 'shared' ? [...node.probes, shared] : node.probes;
      return { ...node, probes };
    });
    followPage({ pairId, nodes, own }, this.#browser);
  }
}
