import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import { concat, filter, firstValueFrom, from, interval, map, of, race, take, tap, timer } from 'rxjs';
import type { RuntimeNodes } from '#contract/runtime-nodes';
import { arrivalInWords, unpacked } from '../../../../failover/arrival.ts';
import type { Follower } from '../../../../failover/follow.ts';
import { followedNodes, type FollowedNode } from '../../../../failover/nodes.ts';
import { followPage } from '../../../../failover/page.ts';
import { gatewaysEvents } from '../../gateways/gateways-events.ts';
import { keptNodes } from '../../gateways/kept-nodes.ts';
import { PageAddress, withLuggage } from '../../gateways/page-address.ts';
import { poll } from '../../gateways/poll.ts';
import { sessionEvents, sessionFeature } from '../../gateways/session-state.ts';
import { SCHEDULER } from '../../gateways/time.ts';
import { Drafts } from '../drafts/drafts.ts';
import { Operate } from '../drafts/operate.ts';
import { LiveConnection } from '../live/live-connection.ts';
import type { Served } from '../live/live-state.ts';
import { RuntimeApi } from '../runtime-api.ts';
import { BROWSER } from './browser.ts';
import { parsedLuggage, type PageLuggage } from './page-luggage.ts';
import { Typing } from './typing.ts';

/** Addresses change when a person changes them: seldom. */
const nodesPeriodMs = 10_000;
const firstNodesPeriodMs = 1000;
/** A page that moves waits so long for what was just sent, ms. */
const settleMs = 1000;
const askAgainMs = 2000;

/** Moves the page to the node that does the work, with everything that its operator would miss. */
@Injectable()
export class PageSwitch {
  private readonly api = inject(RuntimeApi);
  private readonly browser = inject(BROWSER);
  private readonly drafts = inject(Drafts);
  private readonly live = inject(LiveConnection);
  private readonly operate = inject(Operate);
  private readonly typing = inject(Typing);
  private readonly scheduler = inject(SCHEDULER);
  private readonly store = inject(Store);
  private readonly session = this.store.selectSignal(sessionFeature.selectSessionState);
  private readonly destroyed = inject(DestroyRef);
  private readonly luggage = parsedLuggage(inject(PageAddress).takePage());
  private readonly nodes = signal<readonly FollowedNode[]>([]);
  private readonly isClosed = signal(false);
  private follower: Follower | null = null;
  /** Ids of the pair and of its nodes. */
  private followed: string | null = null;

  /** "Moved from A to B at 02:14:08: A does not answer."; `null`: it did not move, or that was read. */
  readonly notice = computed(() =>
    this.luggage === null || this.isClosed() ? null : arrivalInWords(this.luggage.arrival, this.nodes()),
  );

  /** "Moving to B …", or that it is not reached; empty: nothing is to be said. */
  get outlook(): string {
    const outlook = this.follower?.outlook ?? null;
    if (outlook === null) return '';
    const { name } = outlook.node;
    if (outlook.kind === 'moving') return `Moving to ${name} …`;
    return `${name} is not reached${outlook.kind === 'neither' ? ' either' : ''}.`;
  }

  /** `served`: the node at the other end of the connection. */
  start(served: () => Served | null): void {
    this.unpack();
    const options = { visible: of(true), scheduler: this.scheduler };
    const scheme = this.browser.place().protocol === 'https:' ? 'https' : 'http';
    const ask = () => this.api.nodes(scheme);
    const first = poll(ask, { ...options, periodMs: firstNodesPeriodMs }).pipe(
      tap(({ ok }) => ok || this.goByLastTime()),
      filter(({ ok }) => ok),
      take(1),
    );
    concat(first, poll(ask, { ...options, periodMs: nodesPeriodMs }))
      .pipe(
        filter((answer) => answer.ok),
        map(({ value }) => value),
        takeUntilDestroyed(this.destroyed),
      )
      .subscribe((nodes) => this.learn(nodes));
    interval(askAgainMs, this.scheduler)
      .pipe(
        // Behind one address for both the connection may still lead to the node that did the work before.
        filter(() => served()?.running === false),
        takeUntilDestroyed(this.destroyed),
      )
      .subscribe(() => this.live.again());
    this.destroyed.onDestroy(() => this.follower?.stop());
  }

  /** The connection is lost: who does the work is asked at once, not with the next heartbeat. */
  askNow(): void {
    this.follower?.askNow();
  }

  /** Another node answers behind this address. Its cookie is wanted too, for when the page is loaded anew. */
  enter(): void {
    this.store.dispatch(sessionEvents.nodeAdopted());
  }

  closeNotice(): void {
    this.isClosed.set(true);
  }

  private unpack(): void {
    if (this.luggage === null) return;
    const { drafts, userName } = this.luggage;
    // Somebody else may have signed in here.
    if (userName !== null && userName === this.userName()) this.drafts.bringBack(drafts);
  }

  /** The fields are there: the operator goes on where the page left. */
  goOn(): void {
    const { typing } = this.luggage ?? {};
    if (typing !== undefined) this.typing.goOn(typing);
  }

  private learn(answer: RuntimeNodes): void {
    // The sign-in is renewed at the other node while this one is silent.
    this.store.dispatch(gatewaysEvents.directoryAnswered({ nodes: answer }));
    const pair = [answer.pairId, ...answer.nodes.map(({ nodeId }) => nodeId).sort()].join(' ');
    const nodes = this.listed(answer);
    if (this.followed === pair) {
      this.follower?.update(nodes);
      return;
    }
    // A page stays open for weeks: meanwhile a computer is replaced, or the pair is made anew.
    this.followed = pair;
    this.followAnew(answer.pairId, nodes);
  }

  /** The node that the page came from may be gone before it tells where the other one is. */
  private goByLastTime(): void {
    const kept = this.follower === null ? keptNodes() : null;
    if (kept !== null) this.followAnew(kept.pairId, this.listed(kept));
  }

  private listed(answer: RuntimeNodes): FollowedNode[] {
    const nodes = followedNodes(answer, this.browser.place().origin);
    this.nodes.set(nodes);
    return nodes;
  }

  private followAnew(pairId: string | null, nodes: readonly FollowedNode[]): void {
    this.follower?.stop();
    this.follower = pairId !== null && nodes.length > 1 ? this.follow(pairId, nodes) : null;
  }

  private follow(pairId: string, nodes: readonly FollowedNode[]): Follower {
    return followPage(
      {
        pairId,
        nodes,
        own: nodes[0]?.nodeId ?? null,
        atNodes: true,
        arrival: this.luggage?.arrival ?? null,
        mayLeave: () => this.settled(),
        onAdopt: () => this.adopt(),
      },
      { ...this.browser, open: (address) => this.browser.open(this.packed(address)) },
    );
  }

  /** What is typed goes along, at a pause, so nothing else holds the page back than an answer that is about to come. */
  private async settled(): Promise<boolean> {
    const answered = firstValueFrom(race(from(this.operate.settled()), timer(settleMs, this.scheduler)));
    await Promise.all([answered, this.typing.pause()]);
    return true;
  }

  /** The cookie of the one node says nothing to the other; the ticket does. */
  private adopt(): void {
    this.store.dispatch(sessionEvents.cookieRefused());
    this.live.again();
  }

  private packed(address: string): string {
    const url = new URL(address);
    const { hash, arrival } = unpacked(url.hash);
    if (arrival === null) return address;
    url.hash = hash;
    const [userName, drafts] = [this.userName(), this.drafts.values()];
    const page: PageLuggage = {
      arrival: { ...arrival, moves: [...arrival.moves] },
      ...{ userName, drafts },
      ...(this.typing.place === null ? {} : { typing: this.typing.place }),
    };
    // Where it has run out meanwhile, the other node exchanges it.
    return withLuggage(url.href, { ticket: this.session().ticket?.text ?? null, page });
  }

  private userName(): string | null {
    return this.session().session?.userName ?? null;
  }
}
