import { computed, DestroyRef, inject, Injectable, signal, type Signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import { filter, firstValueFrom, map, merge, race, switchMap, timer, type Observable } from 'rxjs';
import { statusPeriodMs } from '#contract/freshness';
import type { RedundancyStatus } from '#contract/redundancy-status';
import { ActionsApi } from '../../../gateways/actions-api.ts';
import { gatewaysFeature } from '../../../gateways/gateways-selectors.ts';
import type { GatewaysState } from '../../../gateways/gateways-state.ts';
import { pairOf, selectPair } from '../../../gateways/pair-selectors.ts';
import { poll } from '../../../gateways/poll.ts';
import { sameValue } from '../../../gateways/same-value.ts';
import { sessionFeature } from '../../../gateways/session-state.ts';
import { isSilent } from '../../../gateways/silence.ts';
import { NOW, SCHEDULER, VISIBLE } from '../../../gateways/time.ts';
import { activeIdsOn, verdictOn } from '../../../gateways/verdict-now.ts';
import { selected, watched } from '../../../gateways/watched.ts';
import type { ActionConfirmed, LiveAction } from './action-dialog.ts';
import { outcomeSentence, type ActionOutcome } from './action-outcome.ts';
import type { ActionsInput, ActionView, PreflightAnswer } from './action-view.ts';
import { actionViews } from './actions-view.ts';
import { activateCaution } from './activate-view.ts';
import { performAction } from './perform-action.ts';

/** Asked at once when the pair changes; besides only for what the status does not tell. */
const preflightPeriodMs = 10_000;

/** What can be done about the pair, what is being done, and what became of it. */
@Injectable()
export class ActionsWatch {
  private readonly api = inject(ActionsApi);
  private readonly store = inject(Store);
  private readonly scheduler = inject(SCHEDULER);
  private readonly now = inject(NOW);
  private readonly pair = selected(selectPair);
  private readonly session = selected(sessionFeature.selectSession);
  private readonly activeId = watched(activeIdOf);
  private readonly live = watched(liveStatuses);
  private readonly preflights = signal<ActionsInput['preflights']>({});
  private readonly last = signal<ActionOutcome | null>(null);
  private readonly label = signal<string | null>(null);
  private readonly input = computed<ActionsInput>(() => ({
    pair: this.pair(),
    activeId: this.activeId(),
    preflights: this.preflights(),
    live: this.live(),
    userRole: this.session()?.role ?? 'viewer',
    running: this.label(),
  }));

  /** The action that is under way. */
  readonly running = this.label.asReadonly();
  readonly views = computed(() => actionViews(this.input()), { equal: sameValue });
  readonly outcome = computed(() => {
    const outcome = this.last();
    return outcome === null ? null : outcomeSentence(outcome);
  });

  /** What decides about the actions, as far as the status tells. */
  private readonly situation = watched((gateways, now) => ({
    activeId: activeIdOf(gateways, now),
    nodeIds: pairOf(gateways).map(({ nodeId }) => nodeId),
    verdict: verdictOn(gateways, now).code,
    statuses: Object.values(gateways.nodes).map(({ statement }) => decisive(statement?.status)),
  }));

  constructor() {
    const options = { periodMs: preflightPeriodMs, visible: inject(VISIBLE), scheduler: this.scheduler };
    toObservable(this.situation)
      .pipe(
        switchMap(({ activeId, nodeIds }) => {
          this.forgetOutcome(activeId);
          return merge(
            ...nodeIds.map((nodeId) =>
              poll(() => this.api.preflight(nodeId), options).pipe(map((answer) => ({ nodeId, answer }))),
            ),
          );
        }),
        takeUntilDestroyed(inject(DestroyRef)),
      )
      .subscribe(({ nodeId, answer }) => {
        const kept: PreflightAnswer = answer.ok
          ? { ok: true, value: answer.value, at: answer.received.receivedAt }
          : answer;
        this.preflights.update((before) => ({ ...before, [nodeId]: kept }));
      });
  }

  /** For an open dialog. In no injection context. */
  follow(id: string): Signal<LiveAction> {
    return computed(() => {
      const input = this.input();
      const action = this.views().find((one) => one.id === id) ?? null;
      const nodeId = action?.askedIds[0];
      const forced = action?.kind === 'activate' && nodeId !== undefined;
      return { action, caution: forced ? activateCaution(input, nodeId, this.now()) : null };
    });
  }

  /** Does it, and keeps what became of it. */
  async run(action: ActionView, confirmed: ActionConfirmed): Promise<void> {
    const askedAt = this.scheduler.now();
    this.label.set(action.label);
    const answer = await performAction(this.api, action, confirmed);
    const at = this.scheduler.now();
    if (answer.ok) await firstValueFrom(this.seenSince(at));
    this.label.set(null);
    this.last.set(
      answer.ok
        ? { ok: true, action, result: answer.result, tookMs: at - askedAt, at }
        : { ok: false, action, failure: answer.failure },
    );
  }

  /** Until both nodes have said how they are after it: what became of it never stands beside what was before. */
  private seenSince(at: number): Observable<unknown> {
    const isSeen = ({ nodes }: GatewaysState) =>
      Object.values(nodes).every(({ statement, failure }) => failure !== null || (statement?.askedAt ?? 0) >= at);
    const seen = this.store.select(gatewaysFeature.selectGatewaysState).pipe(filter(isSeen));
    return race(seen, timer(2 * statusPeriodMs, this.scheduler));
  }

  /** Once another node has become active, who took over before is history. */
  private forgetOutcome(activeId: string | null): void {
    const outcome = this.last();
    const active = this.pair().find(({ nodeId }) => nodeId === activeId);
    if (outcome?.ok !== true || outcome.result.kind !== 'failover' || active === undefined) return;
    if (active.name !== outcome.result.value.to) this.last.set(null);
  }
}

/** Of a split brain's two, the one that was seen to become active last. */
function activeIdOf(gateways: GatewaysState, now: number): string | null {
  return activeIdsOn(gateways, now)[0] ?? null;
}

function liveStatuses(gateways: GatewaysState, now: number): Record<string, RedundancyStatus> {
  const live = Object.entries(gateways.nodes).flatMap(([nodeId, { statement }]) => {
    const isLive = !isSilent(gateways, nodeId, now);
    return isLive && statement?.relayedBy === null ? [[nodeId, statement.status] as const] : [];
  });
  return Object.fromEntries(live);
}

function decisive(status: RedundancyStatus | undefined) {
  const { blockers, takeBack, maintenance } = status?.understudy ?? {};
  const { peerConnected, projectState, failoverPending } = status ?? {};
  return [peerConnected, projectState, failoverPending, blockers, takeBack, maintenance === undefined];
}
