import type { RefusalCode } from '#contract/gwaction';
import type { LinkFrame } from '#contract/link-frames';
import type { Provider } from '#contract/providers';
import type { Position, ReplicationFrame } from '#contract/replication-frames';
import type { CacheSampler } from '../cache-chart/cache-chart-sampler.ts';
import { ConfigurationSync } from './configuration-sync.ts';
import { KeptSync } from './kept-sync.ts';
import { divergenceIn, type Divergence } from './divergence.ts';
import type { NewEvent } from '../records/event-store.ts';
import { chainLogger } from '../replication/chain-log.ts';
import { keepFirst } from '../replication/keep-first.ts';
import type { RecordExchange } from '../records/record-exchange.ts';
import { providerRows } from '../replication/provider-rows.ts';
import { Replication } from '../replication/replication.ts';
import { makeExchange, makeModules, makeSampler } from './synchronisation-makers.ts';
import type { FullSyncFacts, SyncFacts, SynchronisationParts } from './synchronisation-parts.ts';
import type { ModuleTransfer } from '../replication/modules/module-transfer.ts';
import type { SoftRestart } from '../replication/soft-restart.ts';
import { WholeChanges } from '../replication/whole-changes.ts';

type SyncFrame = Extract<
  LinkFrame,
  { type: 'replication' | 'configuration' | 'configured' | 'revocations' | 'united' | 'given' | 'records' | 'module' }
>;

/** All that makes the two nodes hold the same: the chain of changes, and what is sent whole. */
export class Synchronisation {
  facts: SyncFacts;
  readonly #parts: SynchronisationParts;
  readonly #whole: ConfigurationSync;
  readonly #wholeChanges: WholeChanges;
  readonly #chain: Replication;
  readonly #exchange: RecordExchange;
  readonly #cache: CacheSampler;
  readonly #modules: ModuleTransfer;
  #endModuleWatch: () => void = () => undefined;
  #wholeState = { inSync: false, pending: false };
  /** What the Master sent whole before it was known that this is no other, emptied Master. */
  #held: SyncFrame | null = null;
  /** What the Backup sent whole, to restore this Master from it. */
  #given: Extract<SyncFrame, { type: 'given' }> | null = null;
  #divergence: Divergence = 'no';
  readonly #kept: KeptSync;

  constructor(parts: SynchronisationParts) {
    this.#parts = parts;
    this.#kept = new KeptSync(parts.syncs, parts.logger('redundancy'));
    const unknown = { inSync: false, compared: false, pending: false, pendingAll: false };
    this.facts = { ...unknown, lacksModules: false, completedAt: this.#kept.completedAt };
    const { security, systemName, records, role, send, now, logger, peerClockOffsetMs } = parts;
    const hash = () => `${systemName.get()} ${security.stateHash()}`;
    this.#wholeChanges = new WholeChanges('security', { statistics: records.statistics, hash });
    this.#whole = new ConfigurationSync({
      ...{ role, security, systemName, send, peerClockOffsetMs },
      changes: this.#wholeChanges,
      statistics: records.statistics,
      changed: (state) => {
        this.#wholeState = state;
        this.#update();
      },
      now: () => now().wallAt,
      elapsed: () => now().elapsedMs,
      logger: logger('redundancy.provider.security'),
    });
    this.#chain = this.#makeChain();
    this.#exchange = makeExchange(parts);
    this.#modules = makeModules(parts, {
      changed: () => this.#update(),
      arrived: () => this.#chain.restart.require(),
    });
    this.#cache = makeSampler(parts, () => this.#chain.cached());
  }

  start(): void {
    if (this.#parts.role() === 'Master') this.#wholeChanges.start();
    this.#chain.start();
    this.#whole.start();
    if (this.#parts.role() !== 'Independent') this.#exchange.start();
    this.#cache.start();
    this.#endModuleWatch = this.#parts.configuration.onChange((_before, rows) => {
      if (rows === null || rows.some(({ type }) => type === 'module')) this.#modules.check();
    });
  }

  stop(): void {
    this.#endModuleWatch();
    this.#cache.stop();
    this.#exchange.stop();
    this.#whole.stop();
    this.#chain.stop();
  }

  linked(confidential: boolean): void {
    this.#chain.linked();
    this.#modules.linked(confidential);
    this.#whole.linked(confidential);
    this.#exchange.linked();
  }

  unlinked(): void {
    this.#held = null;
    this.#given = null;
    this.#chain.unlinked();
    this.#modules.unlinked();
    this.#whole.unlinked();
    this.#exchange.unlinked();
  }

  /** No Master replaces users and name of a Backup whose history is another one. */
  take(frame: SyncFrame): void {
    this.#kept.heardAt = this.#parts.now().wallAt;
    if (frame.type === 'records') this.#exchange.take(frame.frame);
    else if (frame.type === 'module') this.#modules.take(frame.frame);
    else if (frame.type === 'replication') this.#takeChain(frame.frame);
    else if (frame.type === 'given') this.#given = frame;
    else if (frame.type === 'configuration' && !this.#chain.state().agreed) this.#held = frame;
    else this.#whole.take(frame);
  }

  #takeChain(frame: ReplicationFrame): void {
    if (frame.type === 'replaceMe' && this.#parts.role() === 'Backup') this.#whole.give();
    this.#chain.take(frame);
  }

  /** Whether the state of the plant was taken may be different now. */
  runtimeChanged(): void {
    this.#update();
  }

  retry(): void {
    this.#whole.retry();
    this.#modules.retry();
  }

  /** The System Name was changed on the Master. */
  systemNameChanged(): void {
    this.#wholeChanges.changed();
    this.#whole.push();
  }

  /** Why this Master would send nothing now; empty if it would. */
  resyncRefusals(): RefusalCode[] {
    return this.isDiverged && !this.isReplacing ? ['diverged'] : this.#chain.resendRefusals();
  }

  /** Sends everything again; whether the Backup has applied it in time. */
  async resync(patienceMs: number): Promise<boolean> {
    if (this.resyncRefusals().length > 0) return false;
    const whole = this.#whole.pushAndWait(patienceMs);
    // Where the chain is refused, users and tokens are not answered.
    return (await this.#chain.resendAll(patienceMs)) && (await whole);
  }

  /** By what both said when the link opened, before anybody claims to be active. */
  compareHello(peer: Position | null): Divergence {
    this.#divergence = divergenceIn(this.#parts.role(), this.#parts.configuration.standing, peer);
    return this.#divergence;
  }

  get isDiverged(): boolean {
    return this.#divergence !== 'no';
  }

  /** Of what runs on the configuration. */
  get restart(): SoftRestart {
    return this.#chain.restart;
  }

  /** What a person chose between two histories is carried out. */
  get isReplacing(): boolean {
    return this.#chain.isReplacing;
  }

  /** Before a person's choice replaces what is here; afterwards nothing is written until it is replaced. */
  keepFirst(keep: () => Promise<string>): Promise<string> {
    return this.#parts.role() === 'Master' ? keepFirst(this.#parts.configuration, keep) : keep();
  }

  /** A person chose that this node takes all of what the other one holds; what it had is kept already. */
  takeAll(patienceMs: number): Promise<boolean> {
    this.#given = null;
    return this.#chain.takeAll(patienceMs);
  }

  #adopt(): void {
    if (this.#given !== null) this.#whole.adopt(this.#given);
    this.#given = null;
  }

  /** This node may be no longer the active one. */
  levelChanged(): void {
    this.#chain.levelChanged();
    this.#update();
  }

  fullSync(): FullSyncFacts {
    const { progress, isHolding } = this.#chain;
    const { isLacking: lacksModules } = this.#modules;
    const { lastHour, lastHourOf, isLoop: loop } = this.#parts.records.rate;
    return { progress, held: isHolding, lastHour, lastHourOf, loop, lacksModules };
  }

  /** Whether the Backup has the change on its disk; not waited for longer than an author waits. */
  async replicated(revision: number): Promise<boolean> {
    const isThere = await this.#chain.replicated(revision, Math.min(this.#parts.budgetMs() / 2, 2000));
    // That there is something to lose is on disk before anybody is told that it is safe.
    if (isThere && this.#kept.isEmpty) this.#update();
    return isThere;
  }

  providers(): Provider[] {
    const { role: roleOf, isActive, runtime } = this.#parts;
    const role = roleOf();
    const whole = role === 'Master' ? { security: this.#wholeChanges.pending } : {};
    return providerRows({
      role,
      isActive: isActive(),
      pending: { ...this.#chain.pending(), ...whole, ...runtime.pending(), ...this.#exchange.pending() },
      restartRequired: this.#chain.restartRequired,
      isWithheld: this.#whole.isWithheld,
      logLimit: this.#parts.configuration.log.mostBytes,
      statistics: this.#parts.records.statistics,
      fullSyncNeeded: ({ id, by }) => {
        if (by === 'records') return false;
        if (by === 'runtime') return runtime.fullSyncNeeded(id);
        if (id === 'modules' && this.#modules.isLacking) return true;
        if (by === 'chain') return this.#chain.fullSyncNeeded();
        return this.#wholeState.pending || (this.#whole.isWithheld && role === 'Backup');
      },
    });
  }

  #event(event: NewEvent): void {
    this.#parts.records.rate.add(event);
  }

  #chainChanged(): void {
    this.#takeHeld();
    this.#update();
    this.#cache.changed();
  }

  #makeChain(): Replication {
    const { role, snapshots, softRestart, isActive, budgetMs, peerClockOffsetMs, later } = this.#parts;
    const { configuration, records, send, now, logger } = this.#parts;
    return new Replication({
      ...{ role, snapshots, softRestart, isActive, budgetMs, peerClockOffsetMs, later },
      store: configuration,
      statistics: records.statistics,
      adopt: () => this.#adopt(),
      send: (frame) => send({ type: 'replication', frame }),
      ...{ confirmed: () => this.#confirmed(), changed: () => this.#chainChanged() },
      event: (event) => this.#event(event),
      now: () => now().wallAt,
      elapsed: () => now().elapsedMs,
      logger: chainLogger(logger),
    });
  }

  #takeHeld(): void {
    const held = this.#held;
    if (held === null || !this.#chain.state().agreed) return;
    this.#held = null;
    this.take(held);
  }

  /** Frames arrive in order: whoever hears that nothing was changed has all that was sent before, users too. */
  #confirmed(): void {
    const isConfirmed = this.#wholeState.inSync && this.#whole.isConfidential;
    if (isConfirmed) this.#parts.records.statistics.pulled(['security'], { pullMs: null, applyMs: null });
  }

  #learnDivergence(): void {
    const divergence = this.#chain.divergence() ?? this.#divergence;
    if (divergence === this.#divergence) return;
    this.#divergence = divergence;
    this.#parts.learn({ divergence });
  }

  #update(): void {
    this.#learnDivergence();
    const chain = this.#chain.state();
    const { isComplete, isImpossible: lacksModules } = this.#modules;
    const inSync = chain.inSync && this.#wholeState.inSync && this.#parts.runtime.settled && isComplete;
    const before = this.facts;
    // What made them equal was heard just now.
    if (!before.inSync) this.#kept.heardAt = this.#parts.now().wallAt;
    const at = inSync ? this.#kept.heardAt : null;
    const beside = chain.agreed && (this.#wholeState.pending || !(isComplete || lacksModules));
    const pending = { pending: chain.pending || beside, pendingAll: chain.pendingAll || beside };
    this.facts = { inSync, compared: chain.compared, ...pending, lacksModules, completedAt: at ?? before.completedAt };
    // Only who lacks them cannot do the work.
    const compatible = !(lacksModules && this.#parts.role() === 'Backup');
    if (lacksModules !== before.lacksModules) this.#parts.learn({ compatible });
    if (at === null && before.inSync) this.#parts.learn({ inSync });
    if (at === null) return;
    const syncedOnce = this.#kept.keep(at, this.#parts.configuration.standing?.revision ?? 0);
    if (!before.inSync || syncedOnce) this.#parts.learn({ inSync, ...(syncedOnce ? { syncedOnce } : {}) });
  }
}
