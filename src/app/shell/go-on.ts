import { Component, DestroyRef, effect, inject } from '@angular/core';
import { arrivalIn, withArrival, unpacked, type Arrival } from '../../../failover/arrival.ts';
import type { Place } from '../../../failover/destination.ts';
import type { Follower } from '../../../failover/follow.ts';
import { followedNodes } from '../../../failover/nodes.ts';
import { followPage } from '../../../failover/page.ts';
import { kept } from '../gateways/kept.ts';
import { keptNodes } from '../gateways/kept-nodes.ts';
import { PageAddress, withLuggage } from '../gateways/page-address.ts';
import { knownAtBothHint } from '../gateways/restore-session.ts';
import { sessionFeature } from '../gateways/session-state.ts';
import { selected, watched } from '../gateways/watched.ts';
import { isOperatorAddress } from './administered.ts';
import { askedWhereServed, CONSOLE_BROWSER } from './console-switch.ts';
import { PageLoads } from './page-loads.ts';

/**
 * The way on to the other node while the own one does not say whether somebody is signed in, or lets nobody in because
 * it does not answer. A person takes it: the other node may ask for a password, and whoever waits here may be let in
 * without one as soon as the own node answers.
 * Only an operator's page that is known to both goes by itself.
 */
@Component({
  selector: 'us-go-on',
  template: `
    @if (offer(); as other) {
      <button type="button" (click)="accept()">Go on at {{ other }}</button>
    }
  `,
  styles: `
    button {
      min-height: 36px;
      margin: 4px 0;
      padding: 4px 16px;
      border: 1px solid currentColor;
      border-radius: 8px;
      background: none;
      color: inherit;
      font: var(--mat-sys-label-large);
      cursor: pointer;
    }
  `,
})
export class GoOn {
  private readonly address = inject(PageAddress);
  private readonly browser = inject(CONSOLE_BROWSER);
  private readonly pageLoads = inject(PageLoads);
  private readonly phase = selected(sessionFeature.selectPhase);
  private readonly isKnownThere = this.address.ticket() !== null || kept(knownAtBothHint) !== null;
  private isAccepted = false;
  private readonly follower = this.follow();

  /** Name of the node where the page can go on; `null`: nothing to offer. */
  protected readonly offer = watched(() => {
    const outlook = this.follower?.outlook ?? null;
    return outlook?.kind === 'moving' ? outlook.node.name : null;
  });

  constructor() {
    effect(() => {
      if (this.offer() === null) this.isAccepted = false;
    });
    inject(DestroyRef).onDestroy(() => this.follower?.stop());
  }

  protected accept(): void {
    this.isAccepted = true;
    this.follower?.askNow();
  }

  /** By what this browser was told last at this address: nobody tells a stranger where the other node is. */
  private follow(): Follower | null {
    const known = keptNodes();
    if (known === null || known.pairId === null || known.nodes.length !== 2) return null;
    const { origin } = this.place();
    return followPage(
      {
        pairId: known.pairId,
        nodes: askedWhereServed(followedNodes(known, origin), origin),
        own: known.nodes[0]?.nodeId ?? null,
        atNodes: true,
        arrival: arrivalIn(this.address.page()),
        mayLeave: () => (this.isOperators() && this.isKnownThere) || this.isAccepted,
      },
      { ...this.browser, place: () => this.place(), open: (address) => this.browser.open(this.packed(address)) },
    );
  }

  /** Of the page that is wanted. */
  private place(): Place {
    const place = this.browser.place();
    const missing = this.pageLoads.missing();
    return missing === null ? place : new URL(missing, place.origin);
  }

  private isOperators(): boolean {
    return isOperatorAddress(this.place().pathname);
  }

  /** What was brought here, and not used yet, goes along. */
  private packed(address: string): string {
    const url = new URL(address);
    const { hash, arrival } = unpacked(url.hash);
    url.hash = hash;
    const page = arrival === null ? null : this.pageLuggage(arrival);
    // Whoever has to sign in may be somebody else.
    const ticket = this.phase() === 'unknown' ? this.address.ticket() : null;
    return withLuggage(url.href, { ticket, page });
  }

  private pageLuggage(arrival: Arrival): unknown {
    if (!this.isOperators()) return withArrival('', arrival);
    const brought = this.address.page();
    return { userName: null, drafts: {}, ...(typeof brought === 'object' ? brought : null), arrival };
  }
}
