import { afterNextRender, Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import { filter, firstValueFrom, race, timer } from 'rxjs';
import { heartbeat } from '#contract/heartbeat';
import type { RuntimeNodes } from '#contract/runtime-nodes';
import { arrivalInWords, unpacked } from '../../../../failover/arrival.ts';
import { followedNodes, type FollowedNode } from '../../../../failover/nodes.ts';
import { followPage } from '../../../../failover/page.ts';
import { GatewayClient } from '../../gateways/gateway-client.ts';
import { keptNodes } from '../../gateways/kept-nodes.ts';
import { PageAddress, withLuggage } from '../../gateways/page-address.ts';
import { sessionFeature } from '../../gateways/session-state.ts';
import { SCHEDULER } from '../../gateways/time.ts';
import { DraftsOfLast } from '../drafts/drafts-of-last.ts';
import { BROWSER } from './browser.ts';
import { parsedLuggage, type PageLuggage } from './page-luggage.ts';
import { Typing } from './typing.ts';

/** A sign-in that is under way is waited for so long, ms: where the node is dead no answer comes. */
const signInMs = 3000;

/**
 * Moves the form to sign in that stands in place of an operator's page to the node that does the work, with the name
 * that was typed, and never the password. Nothing moves before this browser was told once, signed in, of both nodes.
 */
@Component({
  selector: 'us-form-switch',
  template: `
    @if (notice(); as words) {
      <p role="status">{{ words }}</p>
    }
  `,
  providers: [Typing],
})
export class FormSwitch {
  /** Field of the name. */
  readonly name = input.required<HTMLInputElement>();

  private readonly address = inject(PageAddress);
  private readonly browser = inject(BROWSER);
  private readonly destroyed = inject(DestroyRef);
  private readonly draftsOfLast = inject(DraftsOfLast);
  private readonly scheduler = inject(SCHEDULER);
  private readonly phases = inject(Store).select(sessionFeature.selectPhase);
  private readonly typing = inject(Typing);
  /** Stays in the address for the page that comes after the form. */
  private readonly luggage = parsedLuggage(this.address.page());
  private readonly nodes = signal<readonly FollowedNode[]>([]);

  protected readonly notice = computed(() =>
    this.luggage === null
      ? null
      : (arrivalInWords(this.luggage.arrival, this.nodes()) ?? 'This page moved here from the other gateway.'),
  );

  constructor() {
    afterNextRender(() => this.goOn());
    const kept = keptNodes();
    if (kept === null) return;
    // Who stands here may have changed since, and behind one address for both it may be either.
    inject(GatewayClient)
      .askStranger('', { path: '/system/heartbeat', answer: heartbeat })
      .pipe(takeUntilDestroyed())
      .subscribe((answer) => this.follow(answer.ok ? ownFirst(kept, answer.value.nodeId) : kept));
  }

  /** Where the other node left the form, unless somebody has begun meanwhile. */
  private goOn(): void {
    const { signInName, typing } = this.luggage ?? {};
    const field = this.name();
    if (signInName === undefined || field.value !== '') return;
    field.value = signInName;
    field.dispatchEvent(new Event('input'));
    if (typing !== undefined) this.typing.goOn(typing);
  }

  private follow({ pairId, nodes: known }: RuntimeNodes): void {
    const nodes = followedNodes({ pairId, nodes: known }, this.browser.place().origin);
    if (pairId === null || nodes.length < 2) return;
    this.nodes.set(nodes);
    const follower = followPage(
      {
        pairId,
        nodes,
        own: nodes[0]?.nodeId ?? null,
        atNodes: true,
        arrival: this.luggage?.arrival ?? null,
        mayLeave: () => this.settled(),
      },
      { ...this.browser, open: (address) => this.browser.open(this.packed(address)) },
    );
    this.destroyed.onDestroy(() => follower.stop());
  }

  /** Whoever is let in meanwhile goes on at the page, which moves by itself. */
  private async settled(): Promise<boolean> {
    await this.typing.pause();
    const answered = this.phases.pipe(filter((phase) => phase !== 'signingIn'));
    await firstValueFrom(race(answered, timer(signInMs, this.scheduler)));
    return true;
  }

  private packed(address: string): string {
    const url = new URL(address);
    const { hash, arrival } = unpacked(url.hash);
    if (arrival === null) return address;
    url.hash = hash;
    const { userName, drafts } = this.draftsOfLast.left ?? this.luggage ?? { userName: null, drafts: {} };
    const page: PageLuggage = {
      arrival: { ...arrival, moves: [...arrival.moves] },
      ...{ userName, drafts, signInName: this.name().value },
      ...(this.typing.place === null ? {} : { typing: this.typing.place }),
    };
    return withLuggage(url.href, { ticket: null, page });
  }
}

/** As that node would list them; none, if it is not of these. */
function ownFirst({ pairId, nodes }: RuntimeNodes, ownId: string): RuntimeNodes {
  const own = nodes.filter(({ nodeId }) => nodeId === ownId);
  return { pairId, nodes: own.length === 0 ? [] : [...own, ...nodes.filter((node) => !own.includes(node))] };
}
