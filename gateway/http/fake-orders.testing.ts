import type { ChoiceDone, DivergenceChoice } from '#contract/divergence';
import type {
  ActivateResult,
  FailoverResult,
  GwactionPreflight,
  MaintenanceResult,
  RefusalCode,
} from '#contract/gwaction';
import type { ActionResult, PairOrders, Requester } from '../redundancy/redundancy.ts';

/** Does what it is asked to do, and notes it, unless it has reasons to refuse. */
export class FakeOrders implements PairOrders {
  readonly asked: unknown[] = [];
  refusals: RefusalCode[] = [];

  preflight(): GwactionPreflight {
    const preflight = { possible: true, refusals: [], targetName: 'Backup-B' };
    return { failover: preflight, resync: preflight };
  }

  async failover(requester: Requester, comment: string): Promise<ActionResult<FailoverResult>> {
    this.asked.push(['failover', requester, comment]);
    return this.#answer({ from: 'Master-A', to: 'Backup-B', gapMs: 3 });
  }

  async resync(requester: Requester): Promise<ActionResult<{ target: string }>> {
    this.asked.push(['resync', requester]);
    return this.#answer({ target: 'Backup-B' });
  }

  resumeTakeBack(requester: Requester): ActionResult<null> {
    this.asked.push(['resumeTakeBack', requester]);
    return this.#answer(null);
  }

  async maintain(
    order: { forMs: number; reason: string },
    requester: Requester,
  ): Promise<ActionResult<MaintenanceResult>> {
    this.asked.push(['maintain', order, requester]);
    return this.#answer({ untilAt: order.forMs, reason: order.reason });
  }

  endMaintenance(requester: Requester): ActionResult<null> {
    this.asked.push(['endMaintenance', requester]);
    return this.#answer(null);
  }

  async activate(requester: Requester): Promise<ActionResult<ActivateResult>> {
    this.asked.push(['activate', requester]);
    return this.#answer({ nodeName: 'Master-A', epoch: 4 });
  }

  async choose(choice: DivergenceChoice, requester: Requester): Promise<ActionResult<ChoiceDone>> {
    this.asked.push([choice, requester]);
    return this.#answer({ target: 'Backup-B', backupId: '20260101-000000', held: false });
  }

  #answer<T>(value: T): ActionResult<T> {
    return this.refusals.length === 0 ? { ok: true, value } : { ok: false, refusals: this.refusals };
  }
}
