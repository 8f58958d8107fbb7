import type { ChoiceDone, DivergenceChoice } from '#contract/divergence';
import type {
  ActionPreflight,
  ActivateResult,
  FailoverResult,
  GwactionPreflight,
  MaintenanceResult,
  RefusalCode,
} from '#contract/gwaction';
import type { RedundancyConfig } from '#contract/redundancy-config';
import type { Logger } from '../logging/logger.ts';
import type { ActivitySettings, Now } from './activity/activity-types.ts';
import { suspicionMs } from './activity/budget.ts';
import type { EffectWatch } from './activity/effect-watch.ts';
import { forceRefusals } from './activity/forced.ts';
import { handoverRefusals } from './activity/judgement.ts';
import { isSuspended } from './activity/suspension-word.ts';
import { isInMaintenance } from './activity/maintenance-word.ts';
import { maintenanceRefusals } from './activity/maintenance.ts';
import type { ActivityDriver } from './activity/activity-driver.ts';
import type { Choices } from './choices.ts';
import type { PeerMemory } from './peer-memory.ts';
import type { Synchronisation } from './synchronisation/synchronisation.ts';
import type { ActionResult, PairOrders, Requester } from './redundancy.ts';
import { longestMs, syncMovement, whileItMoves } from './while-it-moves.ts';

/** What orders are given to. */
export interface OrderedCore {
  driver: Pick<ActivityDriver, 'state' | 'input'>;
  peer: Pick<PeerMemory, 'name'>;
  choices: Pick<Choices, 'refusals' | 'targetName' | 'choose'>;
  synchronisation: Pick<Synchronisation, 'resync' | 'resyncRefusals' | 'fullSync'>;
}

export interface ActionParts {
  /** Asked at each action: another role has another core. */
  core: () => OrderedCore;
  effects: EffectWatch;
  clock: { now: () => Now };
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
    const { core, settings, clock, nodeName } = this.#parts;
    const { driver, peer, choices } = core();
    const { state } = driver;
    const about = (refusals: RefusalCode[], targetName = peer.name): ActionPreflight => ({
      possible: refusals.length === 0,
      refusals,
      targetName,
    });
    const silentForMs = state.silentSince === null ? null : Math.round(clock.now().elapsedMs - state.silentSince);
    return {
      failover: about(handoverRefusals(state, settings())),
      resync: about(this.#resyncRefusals()),
      maintenance: about(maintenanceRefusals(state, settings())),
      endMaintenance: about(this.#endRefusals()),
      resumeTakeBack: about(this.#resumeRefusals()),
      restoreMaster: about(choices.refusals(), choices.targetName('restoreMaster')),
      replaceBackup: about(choices.refusals(), choices.targetName('replaceBackup')),
      activate: { ...about(forceRefusals(state, settings()), nodeName()), silentForMs },
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
    const movement = syncMovement(synchronisation, this.#parts.config);
    const done = whileItMoves(synchronisation.resync(longestMs), movement);
    const target = peer.name ?? 'the other node';
    if ((await done) === true) return { ok: true, value: { target } };
    const now = this.#resyncRefusals().filter((code) => code !== 'busy');
    return { ok: false, refusals: now.length > 0 ? now : ['notInSync'] };
  }

  resumeTakeBack(requester: Requester): ActionResult<null> {
    const refusals = this.#resumeRefusals();
    if (refusals.length > 0) return { ok: false, refusals };
    this.#parts.core().driver.input({ type: 'resumeTakeBack' });
    this.#log(`${requester.userName} resumed automatic take-back`);
    return { ok: true, value: null };
  }

  async maintain(
    order: { forMs: number; reason: string },
    { userName }: Requester,
  ): Promise<ActionResult<MaintenanceResult>> {
    const { core, settings, effects, clock } = this.#parts;
    const { driver } = core();
    const refusals = maintenanceRefusals(driver.state, settings());
    if (refusals.length > 0) return { ok: false, refusals };
    const untilAt = clock.now().wallAt + order.forMs;
    const wanted = effects.next(
      (effect) => (effect.type === 'maintenanceAnswered' ? effect : null),
      suspicionMs(driver.state),
    );
    driver.input({ type: 'maintain', ...order, requester: userName });
    if ((await wanted)?.ok === true) return { ok: true, value: { untilAt, reason: order.reason } };
    const now = maintenanceRefusals(driver.state, settings()).filter((code) => code !== 'busy');
    return { ok: false, refusals: now.length > 0 ? now : ['notConfirmed'] };
  }

  endMaintenance(requester: Requester): ActionResult<null> {
    const { driver } = this.#parts.core();
    const refusals = this.#endRefusals();
    if (refusals.includes('notInMaintenance')) return { ok: true, value: null };
    if (refusals.length > 0) return { ok: false, refusals };
    driver.input({ type: 'endMaintenance', requester: requester.userName });
    return isInMaintenance(driver.state) ? { ok: false, refusals: ['diskFull'] } : { ok: true, value: null };
  }

  async activate({ userName }: Requester): Promise<ActionResult<ActivateResult>> {
    const { core, settings, effects, nodeName } = this.#parts;
    const { driver } = core();
    const refusals = forceRefusals(driver.state, settings());
    if (refusals.length > 0) return { ok: false, refusals };
    this.#log(`${userName} makes this node active by force`);
    const patienceMs = suspicionMs(driver.state);
    const activated = effects.next((effect) => (effect.type === 'activated' ? effect : null), patienceMs);
    driver.input({ type: 'activateNow', requester: userName });
    const result = await activated;
    if (result !== null) return { ok: true, value: { nodeName: nodeName(), epoch: result.epoch.number } };
    const now = forceRefusals(driver.state, settings()).filter((code) => code !== 'busy');
    return { ok: false, refusals: now.length > 0 ? now : ['notConfirmed'] };
  }

  choose(choice: DivergenceChoice, { userName }: Requester): Promise<ActionResult<ChoiceDone>> {
    return this.#parts.core().choices.choose(choice, userName);
  }

  #resumeRefusals(): RefusalCode[] {
    const { state } = this.#parts.core().driver;
    if (this.#parts.settings().role === 'Independent') return ['independent'];
    return isSuspended(state) ? [] : ['notSuspended'];
  }

  #endRefusals(): RefusalCode[] {
    const { state } = this.#parts.core().driver;
    if (!isInMaintenance(state) && state.asked === null) return ['notInMaintenance'];
    return state.facts.diskWritable ? [] : ['diskFull'];
  }

  #resyncRefusals(): RefusalCode[] {
    const { role } = this.#parts.config();
    if (role !== 'Master') return [role === 'Independent' ? 'independent' : 'notMaster'];
    const { driver, synchronisation } = this.#parts.core();
    return driver.state.link.up ? synchronisation.resyncRefusals() : ['peerNotConnected'];
  }

  #log(line: string): void {
    this.#parts.logger('redundancy').info(line);
  }
}
