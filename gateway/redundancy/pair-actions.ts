import type { FailoverResult, GwactionPreflight, RefusalCode } from '#contract/gwaction';
import type { RedundancyConfig } from '#contract/redundancy-config';
import type { Logger } from '../logging/logger.ts';
import type { ActivitySettings } from './activity-types.ts';
import { suspicionMs } from './budget.ts';
import type { EffectWatch } from './effect-watch.ts';
import { handoverRefusals } from './judgement.ts';
import type { PairCore } from './pair-core.ts';
import type { ActionResult, PairOrders, Requester } from './redundancy.ts';

export interface ActionParts {
  /** Asked at each action: another role has another core. */
  core: () => PairCore;
  effects: EffectWatch;
  settings: () => ActivitySettings;
  config: () => RedundancyConfig;
  nodeName: () => string;
  logger: (name: string) => Logger;
}

/** What a person can order the pair to do, and why it cannot be done now. */
export class PairActions implements PairOrders {
  readonly #parts: ActionParts;

  constructor(parts: ActionParts) {
    this.#parts = parts;
  }

  preflight(): GwactionPreflight {
    const { driver, peer } = this.#parts.core();
    const failover = handoverRefusals(driver.state, this.#parts.settings());
    const resync = this.#resyncRefusals();
    const targetName = peer.name;
    return {
      failover: { possible: failover.length === 0, refusals: failover, targetName },
      resync: { possible: resync.length === 0, refusals: resync, targetName },
    };
  }

  async failover(requester: Requester, comment: string): Promise<ActionResult<FailoverResult>> {
    const { core, settings, effects, nodeName } = this.#parts;
    const { driver, peer } = core();
    const refusals = handoverRefusals(driver.state, settings());
    if (refusals.length > 0) return { ok: false, refusals };
    const to = peer.name ?? 'the other node';
    const patienceMs = 3 * suspicionMs(driver.state);
    const ended = effects.next((effect) => (effect.type === 'handoverEnded' ? effect : null), patienceMs);
    driver.input({ type: 'handOver', requester: requester.userName, comment: comment === '' ? null : comment });
    const result = await ended;
    if (result?.done !== true) {
      const now = handoverRefusals(driver.state, settings()).filter((code) => code !== 'busy');
      return { ok: false, refusals: now.length > 0 ? now : ['notInTime'] };
    }
    return { ok: true, value: { from: nodeName(), to, gapMs: result.gapMs } };
  }

  async resync(requester: Requester): Promise<ActionResult<{ target: string }>> {
    const refusals = this.#resyncRefusals();
    if (refusals.length > 0) return { ok: false, refusals };
    this.#log(`${requester.userName} asked for the configuration to be sent again`);
    const { synchronisation, peer } = this.#parts.core();
    const done = synchronisation.resync(this.#parts.config().syncTimoutSecs * 1000);
    const target = peer.name ?? 'the other node';
    if (await done) return { ok: true, value: { target } };
    const now = this.#resyncRefusals();
    return { ok: false, refusals: now.length > 0 ? now : ['notInSync'] };
  }

  resumeTakeBack(requester: Requester): ActionResult<null> {
    const { driver } = this.#parts.core();
    const { state } = driver;
    if (!state.suspended && state.peer?.suspended !== true) return { ok: false, refusals: ['notSuspended'] };
    driver.input({ type: 'resumeTakeBack' });
    this.#log(`${requester.userName} resumed automatic take-back`);
    return { ok: true, value: null };
  }

  #resyncRefusals(): RefusalCode[] {
    const { role } = this.#parts.config();
    if (role !== 'Master') return [role === 'Independent' ? 'independent' : 'notMaster'];
    return this.#parts.core().driver.state.link.up ? [] : ['peerNotConnected'];
  }

  #log(line: string): void {
    this.#parts.logger('redundancy').info(line);
  }
}
