import { computed, DestroyRef, effect, inject, Injectable, InjectionToken, signal } from '@angular/core';
import { Store } from '@ngrx/store';
import type { RuntimeNodes } from '#contract/runtime-nodes';
import { arrivalInWords, unpacked, withArrival, type Arrival } from '../../../failover/arrival.ts';
import type { Follower } from '../../../failover/follow.ts';
import { followedNodes, type FollowedNode } from '../../../failover/nodes.ts';
import { followPage, realBrowser, type Browser } from '../../../failover/page.ts';
import { isSilent } from '../gateways/gateways-selectors.ts';
import type { GatewaysState } from '../gateways/gateways-state.ts';
import { PageAddress, withLuggage } from '../gateways/page-address.ts';
import { sessionFeature } from '../gateways/session-state.ts';
import { watched } from '../gateways/watched.ts';

export const CONSOLE_BROWSER = new InjectionToken<Browser>('browser of the console', { factory: realBrowser });

/**
 * Offers to go on at the other node while the one that the console came from is silent. A console moves only when its
 * person says so: they may be watching the node that died, and they look at a standby on purpose.
 */
@Injectable()
export class ConsoleSwitch {
  private readonly browser = inject(CONSOLE_BROWSER);
  private readonly session = inject(Store).selectSignal(sessionFeature.selectSessionState);
  private readonly arrival = arrivalOf(inject(PageAddress).takePage());
  private readonly isClosed = signal(false);
  private readonly isReady = signal(false);
  private readonly pair = watched(pairOf);
  private readonly isLost = watched(({ hereId, nodes }) => hereId !== null && isSilent(nodes[hereId]));
  private follower: Follower | null = null;
  /** Whether the other node has fallen silent too. */
  private readonly isBothLost = watched(() => this.follower?.outlook?.kind === 'neither');
  private isAccepted = false;

  /** Name of the node where the console can go on; `null`: nothing to offer. */
  readonly offer = computed(() =>
    this.isLost() && this.isReady() && !this.isBothLost() ? (this.pair()?.nodes[1]?.name ?? null) : null,
  );

  /** Name of the silent node that the console came from. */
  readonly lost = computed(() => this.pair()?.nodes[0]?.name ?? '');

  /** "Moved from A to B at 02:14:08: A does not answer."; `null`: it did not move, or that was read. */
  readonly notice = computed(() => {
    const nodes = followedNodes(this.pair() ?? { pairId: null, nodes: [] }, this.browser.place().origin);
    return this.arrival === null || this.isClosed() ? null : arrivalInWords(this.arrival, nodes);
  });

  constructor() {
    // No heartbeat is asked for while the node answers: the console hears from it anyway.
    effect(() => {
      const pair = this.isLost() ? this.pair() : null;
      this.follower?.stop();
      this.follower = pair === null ? null : this.follow(pair);
      // Other addresses of the same nodes take back no offer that somebody is about to accept.
      if (pair === null) this.withdraw();
    });
    // Nor does a console leave by itself once that node is back: whoever wanted to go may do other things by then.
    effect(() => {
      if (this.isBothLost()) this.withdraw();
    });
    inject(DestroyRef).onDestroy(() => this.follower?.stop());
  }

  accept(): void {
    this.isAccepted = true;
    this.follower?.askNow();
  }

  closeNotice(): void {
    this.isClosed.set(true);
  }

  private withdraw(): void {
    this.isAccepted = false;
    this.isReady.set(false);
  }

  private follow(pair: ConsolePair): Follower {
    const { origin } = this.browser.place();
    return followPage(
      {
        pairId: pair.pairId,
        nodes: askedWhereServed(followedNodes(pair, origin), origin),
        own: pair.nodes[0]?.nodeId ?? null,
        atNodes: true,
        arrival: this.arrival,
        mayLeave: () => {
          this.isReady.set(true);
          return this.isAccepted;
        },
      },
      { ...this.browser, open: (address) => this.browser.open(this.packed(address)) },
    );
  }

  /** The ticket of this sign-in lets the same person in there, though it may have run out meanwhile. */
  private packed(address: string): string {
    const url = new URL(address);
    const { hash, arrival } = unpacked(url.hash);
    url.hash = hash;
    const page = arrival === null ? null : withArrival('', arrival);
    return withLuggage(url.href, { ticket: this.session().ticket?.text ?? null, page });
  }
}

type ConsolePair = RuntimeNodes & { pairId: string };

/** Both nodes, the one that the console came from first; `null`: not both are known. */
function pairOf({ hereId, directory, nodes }: GatewaysState): ConsolePair | null {
  const pairId = nodes[hereId ?? '']?.statement?.status.understudy?.pairId ?? null;
  const own = directory.filter(({ nodeId }) => nodeId === hereId);
  const others = directory.filter(({ nodeId }) => nodeId !== hereId);
  return pairId === null || own.length !== 1 || others.length !== 1 ? null : { pairId, nodes: [...own, ...others] };
}

/** What counts is whether the own node answers where the console came from: there it would be loaded again. */
export function askedWhereServed(nodes: readonly FollowedNode[], origin: string): FollowedNode[] {
  return nodes.map((node, at) => (at === 0 && node.probes.includes(origin) ? { ...node, probes: [origin] } : node));
}

/** An operator's page brings other things along. */
function arrivalOf(brought: unknown): Arrival | null {
  return typeof brought === 'string' ? unpacked(brought).arrival : null;
}
