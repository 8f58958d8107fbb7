import type { Heartbeat } from '#contract/heartbeat';
import { realRules, type Rules } from './decision.ts';
import type { Place } from './destination.ts';
import type { World } from './follow.ts';
import type { FollowedNode } from './nodes.ts';
import type { Browser } from './page.ts';

export const pairId = 'pair';

/** How a gateway is: it answers so, hangs (`silent`) or is gone (`refuses`). */
export type NodeLife = Heartbeat | 'silent' | 'refuses';

export function beatOf(nodeId: string, runningState: 'Running' | 'Standby', epoch = 1, more: Partial<Heartbeat> = {}) {
  const own = runningState === 'Running' ? { number: epoch, nodeId } : null;
  return { nodeId, pairId, runningState, epoch: own, publicAddress: null, ...more };
}

export const nodeA: FollowedNode = { nodeId: 'A', name: 'A', probes: ['http://a:8088'], destination: 'a:8088' };
export const nodeB: FollowedNode = { nodeId: 'B', name: 'B', probes: ['http://b:8088'], destination: 'b:8088' };

/** Two gateways, a clock that is turned by hand, and who answers at which origin. */
export class FakeWorld implements World {
  readonly asked: { origin: string; at: number }[] = [];
  readonly lives = new Map<string, NodeLife>();
  /** By origin; what is missing refuses. */
  readonly servedBy = new Map<string, () => string>([
    ['http://a:8088', () => 'A'],
    ['http://b:8088', () => 'B'],
  ]);
  rules: Rules = realRules;
  chance = 0;
  /** How far the clock was set, ms: timers do not care. */
  clockMs = 0;
  #now = 1_000_000;
  #timers: { at: number; call: () => void }[] = [];

  readonly now = (): number => this.#now + this.clockMs;
  readonly random = (): number => this.chance;

  readonly later = (call: () => void, ms: number): (() => void) => {
    const timer = { at: this.#now + ms, call };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((one) => one !== timer));
  };

  readonly fetch = async (url: string, { signal }: RequestInit) => {
    const { origin, pathname } = new URL(url);
    if (pathname === '/system/heartbeat') this.asked.push({ origin, at: this.#now });
    const nodeId = this.servedBy.get(origin)?.();
    const life = nodeId === undefined ? 'refuses' : (this.lives.get(nodeId) ?? 'refuses');
    if (life === 'refuses') throw new TypeError('Failed to fetch');
    if (life !== 'silent') return { ok: true, json: async (): Promise<unknown> => life };
    return new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    });
  };

  /** Whoever waited is gone. */
  forget(): void {
    this.#timers = [];
  }

  /** Turns the clock; everything that is due happens in its order. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((one) => one !== due);
      this.#now = Math.max(this.#now, due.at);
      due.call();
      await settled();
    }
    this.#now = until;
  }
}

/** A tab in that world. Opening an address only notes it: the spec loads the next page. */
export class FakeBrowser extends FakeWorld implements Browser {
  address = new URL('http://a:8088/runtime/water/pumps?zoom=2#tank');
  readonly opened: string[] = [];
  #returns: (() => void)[] = [];

  readonly place = (): Place => this.address;
  readonly open = (address: string): void => void this.opened.push(address);
  readonly setHash = (hash: string): void => void (this.address.hash = hash);
  readonly onReturn = (call: () => void, until: AbortSignal): void => {
    this.#returns.push(call);
    until.addEventListener('abort', () => (this.#returns = this.#returns.filter((one) => one !== call)));
  };

  /** How many wait for the tab to be shown. */
  get listeners(): number {
    return this.#returns.length;
  }

  /** The tab is shown again. */
  show(): void {
    for (const call of this.#returns) call();
  }

  /** Another page stands in the tab: listeners and timers of the old one are gone with it. */
  load(address: string): void {
    this.address = new URL(address);
    this.#returns = [];
    this.forget();
  }
}

/** Every promise that can go on has gone on. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
