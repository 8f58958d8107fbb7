import type { LinkFrame } from '#contract/link-frames';
import type { Provider } from '#contract/providers';
import type { Role } from '#contract/roles';
import type { ConfigStore } from '../config/config-store.ts';
import type { Logger } from '../logging/logger.ts';
import type { SecurityProvider } from '../security/security-provider.ts';
import type { Facts, Now } from './activity-types.ts';
import { CacheSampler } from './cache-chart-sampler.ts';
import { ConfigurationSync, type SystemNameStore } from './configuration-sync.ts';
import type { RedundancyRecords } from './records.ts';
import { RecordExchange } from './records/record-exchange.ts';
import { providerRows } from './replication/provider-rows.ts';
import { Replication } from './replication/replication.ts';
import type { RuntimeReplication } from './replication/runtime/runtime-replication.ts';
import { WholeChanges } from './replication/whole-changes.ts';
import type { SyncStore } from './sync-record.ts';

export interface SynchronisationParts {
  role: () => Role;
  configuration: ConfigStore;
  records: RedundancyRecords;
  security: SecurityProvider;
  systemName: SystemNameStore;
  syncs: SyncStore;
  runtime: Pick<RuntimeReplication, 'settled' | 'pending' | 'fullSyncNeeded'>;
  /** This node is the active one. */
  isActive: () => boolean;
  send: (frame: LinkFrame) => void;
  learn: (facts: Partial<Facts>) => void;
  now: () => Now;
  budgetMs: () => number;
  peerClockOffsetMs: () => number | null;
  logger: (name: string) => Logger;
}

/** What the status says of it. `completedAt`: when both were last known to hold the same, epoch ms. */
export interface SyncFacts {
  inSync: boolean;
  compared: boolean;
  pending: boolean;
  completedAt: number | null;
}

type SyncFrame = Extract<
  LinkFrame,
  { type: 'replication' | 'configuration' | 'configured' | 'revocations' | 'united' | 'records' }
>;

/** How often at most the time of the last good comparison is written to disk while nothing changes, ms. */
const keepPeriodMs = 60_000;

/** All that makes the two nodes hold the same: the chain of changes, and what is sent whole. */
export class Synchronisation {
  facts: SyncFacts;
  readonly #parts: SynchronisationParts;
  readonly #whole: ConfigurationSync;
  readonly #wholeChanges: WholeChanges;
  readonly #chain: Replication;
  readonly #exchange: RecordExchange;
  readonly #cache: CacheSampler;
  #wholeState = { inSync: false, pending: false };
  /** What the Master sent whole before it was known that this is no other, emptied Master. */
  #held: SyncFrame | null = null;
  #keptAt: number | null = null;

  constructor(parts: SynchronisationParts) {
    this.#parts = parts;
    this.facts = {
      inSync: false,
      compared: false,
      pending: false,
      completedAt: parts.syncs.read()?.completedAt ?? null,
    };
    const { security, systemName, records, role, send, now, logger, peerClockOffsetMs } = parts;
    const { statistics, events } = records;
    const hash = () => `${systemName.get()} ${security.stateHash()}`;
    this.#wholeChanges = new WholeChanges('security', { statistics, hash });
    this.#whole = new ConfigurationSync({
      ...{ role, security, systemName, send, peerClockOffsetMs },
      changes: this.#wholeChanges,
      statistics,
      changed: (state) => {
        this.#wholeState = state;
        this.#update();
      },
      now: () => now().wallAt,
      elapsed: () => now().elapsedMs,
      logger: logger('redundancy.provider.security'),
    });
    this.#chain = new Replication({
      ...{ role, statistics, peerClockOffsetMs },
      store: parts.configuration,
      send: (frame) => send({ type: 'replication', frame }),
      confirmed: () => this.#confirmed(),
      changed: () => this.#chainChanged(),
      event: (event) => events.add(event),
      now: () => now().wallAt,
      elapsed: () => now().elapsedMs,
      budgetMs: parts.budgetMs,
      logger: logger('redundancy.provider.configuration'),
    });
    this.#exchange = this.#makeExchange();
    this.#cache = this.#makeSampler();
  }

  start(): void {
    this.#wholeChanges.start();
    this.#chain.start();
    this.#whole.start();
    if (this.#parts.role() !== 'Independent') this.#exchange.start();
    this.#cache.start();
  }

  stop(): void {
    this.#cache.stop();
    this.#exchange.stop();
    this.#whole.stop();
    this.#chain.stop();
  }

  linked(confidential: boolean): void {
    this.#chain.linked();
    this.#whole.linked(confidential);
    this.#exchange.linked();
  }

  unlinked(): void {
    this.#held = null;
    this.#chain.unlinked();
    this.#whole.unlinked();
    this.#exchange.unlinked();
  }

  /** No Master replaces users and name of a Backup whose history is another one. */
  take(frame: SyncFrame): void {
    if (frame.type === 'records') this.#exchange.take(frame.frame);
    else if (frame.type === 'replication') this.#chain.take(frame.frame);
    else if (frame.type === 'configuration' && !this.#chain.state().agreed) this.#held = frame;
    else this.#whole.take(frame);
  }

  /** Whether the state of the plant was taken may be different now. */
  runtimeChanged(): void {
    this.#update();
  }

  retry(): void {
    this.#whole.retry();
  }

  /** The System Name was changed on the Master. */
  systemNameChanged(): void {
    this.#wholeChanges.changed();
    this.#whole.push();
  }

  /** Sends everything again; whether the Backup has applied it in time. */
  async resync(patienceMs: number): Promise<boolean> {
    if (!this.#chain.state().agreed) return false;
    const done = await Promise.all([this.#whole.pushAndWait(patienceMs), this.#chain.resendAll(patienceMs)]);
    return done.every((each) => each);
  }

  /** Whether the Backup has the change on its disk; not waited for longer than an author waits. */
  replicated(revision: number): Promise<boolean> {
    return this.#chain.replicated(revision, Math.min(this.#parts.budgetMs() / 2, 2000));
  }

  providers(): Provider[] {
    const { role: roleOf, isActive, runtime } = this.#parts;
    const role = roleOf();
    const whole = role === 'Master' ? { security: this.#wholeChanges.pending } : {};
    return providerRows({
      role,
      isActive: isActive(),
      pending: { ...this.#chain.pending(), ...whole, ...runtime.pending(), ...this.#exchange.pending() },
      logLimit: this.#parts.configuration.log.mostBytes,
      statistics: this.#parts.records.statistics,
      fullSyncNeeded: ({ id, by }) => {
        if (by === 'records') return false;
        if (by === 'runtime') return runtime.fullSyncNeeded(id);
        return by === 'chain' ? this.#chain.fullSyncNeeded() : this.#wholeState.pending;
      },
    });
  }

  #chainChanged(): void {
    this.#takeHeld();
    this.#update();
    this.#cache.changed();
  }

  #makeExchange(): RecordExchange {
    const { records, send, now, budgetMs, peerClockOffsetMs, logger } = this.#parts;
    return new RecordExchange({
      ...{ store: records.shared, statistics: records.statistics, budgetMs, peerClockOffsetMs },
      send: (frame) => send({ type: 'records', frame }),
      event: (event) => records.events.add(event),
      now: () => now().wallAt,
      elapsed: () => now().elapsedMs,
      logger: logger('redundancy.records'),
    });
  }

  #makeSampler(): CacheSampler {
    const { records, now, logger } = this.#parts;
    return new CacheSampler({
      measure: () => this.#chain.cached(),
      add: (figures) => records.cache.add(figures),
      elapsed: () => now().elapsedMs,
      failed: (error) => logger('redundancy.records').debug('What is kept for the Backup was not measured', error),
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

  #update(): void {
    const chain = this.#chain.state();
    const inSync = chain.inSync && this.#wholeState.inSync && this.#parts.runtime.settled;
    const before = this.facts;
    const at = inSync ? this.#parts.now().wallAt : null;
    const pending = chain.pending || (chain.agreed && this.#wholeState.pending);
    this.facts = { inSync, compared: chain.compared, pending, completedAt: at ?? before.completedAt };
    if (at === null) {
      if (before.inSync) this.#parts.learn({ inSync });
      return;
    }
    const syncedOnce = this.#keep(at);
    if (!before.inSync || syncedOnce) this.#parts.learn({ inSync, ...(syncedOnce ? { syncedOnce } : {}) });
  }

  /** True when it was written. A synchronisation that could not be written counts as not completed. */
  #keep(completedAt: number): boolean {
    if (this.#keptAt !== null && Math.abs(completedAt - this.#keptAt) < keepPeriodMs) return false;
    try {
      this.#parts.syncs.write({ completedAt });
      this.#keptAt = completedAt;
      return true;
    } catch (error) {
      this.#parts.logger('redundancy').error('The end of the synchronisation could not be written', error);
      return false;
    }
  }
}
