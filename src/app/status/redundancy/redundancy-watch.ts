import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { EMPTY, firstValueFrom, forkJoin, switchMap } from 'rxjs';
import type { RedundancyConfig } from '#contract/redundancy-config';
import type { Answer } from '../../gateways/failure.ts';
import { freshness, statusPeriodMs } from '../../gateways/freshness.ts';
import type { GatewaysState } from '../../gateways/gateways-state.ts';
import { GatewayApi } from '../../gateways/gateway-api.ts';
import { selectPair } from '../../gateways/pair-selectors.ts';
import { poll } from '../../gateways/poll.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { SCHEDULER, VISIBLE } from '../../gateways/time.ts';
import { verdictOn } from '../../gateways/verdict-now.ts';
import { selected, watched } from '../../gateways/watched.ts';
import type { HandoverOutcome, PreflightAnswer } from './handover-view.ts';

/** Asked at once when the pair changes; besides only for what the status does not tell. */
const preflightPeriodMs = 10_000;

/** What the page asks for besides the status: only while it is open. */
@Injectable()
export class RedundancyWatch {
  private readonly api = inject(GatewayApi);
  private readonly scheduler = inject(SCHEDULER);
  private readonly visible = inject(VISIBLE);
  private readonly pair = selected(selectPair);
  private readonly preflightAnswer = signal<PreflightAnswer | null>(null, { equal: sameValue });
  /** The node whose answer that is. */
  private preflightOf: string | null = null;
  private readonly configAnswers = signal<Readonly<Record<string, Answer<RedundancyConfig>>>>({});
  private readonly handoverOutcome = signal<HandoverOutcome | null>(null);
  private readonly handoverRunning = signal(false);

  readonly preflight = this.preflightAnswer.asReadonly();
  /** By node id. */
  readonly configs = this.configAnswers.asReadonly();
  readonly outcome = this.handoverOutcome.asReadonly();
  readonly running = this.handoverRunning.asReadonly();

  readonly activeId = watched(activeIdOf);
  /** What decides about the actions, as far as the status tells. */
  private readonly situation = watched((gateways, now) => ({
    activeId: activeIdOf(gateways, now),
    verdict: verdictOn(gateways, now).code,
    statuses: Object.values(gateways.nodes).map(({ statement }) => [
      statement?.status.peerConnected,
      statement?.status.projectState,
      statement?.status.failoverPending,
      statement?.status.understudy?.blockers,
    ]),
  }));

  constructor() {
    const { preflightAnswer, scheduler, visible } = this;
    toObservable(this.situation)
      .pipe(
        switchMap(({ activeId }) => {
          this.forgetOutcome(activeId);
          if (activeId !== this.preflightOf) preflightAnswer.set(null);
          this.preflightOf = activeId;
          const options = { periodMs: preflightPeriodMs, visible, scheduler };
          return activeId === null ? EMPTY : poll(() => this.api.preflight(activeId), options);
        }),
        takeUntilDestroyed(inject(DestroyRef)),
      )
      .subscribe((answer) => preflightAnswer.set(answer.ok ? { ok: true, value: answer.value } : answer));
  }

  async readConfigs(): Promise<void> {
    const asked = Object.fromEntries(this.pair().map(({ nodeId }) => [nodeId, this.api.config(nodeId)]));
    this.configAnswers.set(await firstValueFrom(forkJoin(asked), { defaultValue: {} }));
  }

  /** Makes the other node active, and keeps what became of it. */
  async handOver(fromId: string, from: string, to: string, comment: string): Promise<void> {
    const askedAt = this.scheduler.now();
    this.handoverRunning.set(true);
    const answer = await firstValueFrom(this.api.handOver(fromId, comment));
    const at = this.scheduler.now();
    this.handoverRunning.set(false);
    this.handoverOutcome.set(
      answer.ok
        ? { ok: true, result: answer.value, tookMs: at - askedAt, at }
        : { ok: false, failure: answer.failure, from, to },
    );
  }

  /** Once another node has become active, who took over before is history. */
  private forgetOutcome(activeId: string | null): void {
    const outcome = this.handoverOutcome();
    const active = this.pair().find(({ nodeId }) => nodeId === activeId);
    if (outcome?.ok === true && active !== undefined && active.name !== outcome.result.to) {
      this.handoverOutcome.set(null);
    }
  }
}

/** The node that says now that it is active: of two, the one that was seen to become active last. */
function activeIdOf({ nodes }: GatewaysState, now: number): string | null {
  const [active] = Object.values(nodes)
    .filter(({ statement }) => statement?.status.activityLevel === 'Active')
    .filter(({ statement }) => freshness(statement?.receivedAt ?? null, now, statusPeriodMs) === 'live')
    .sort((a, b) => b.levelSeenAt - a.levelSeenAt);
  return active?.nodeId ?? null;
}
