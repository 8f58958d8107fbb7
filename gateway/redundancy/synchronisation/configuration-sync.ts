import type { LinkFrame } from '#contract/link-frames';
import type { Role } from '#contract/roles';
import type { Revocation } from '#contract/security-state';
import type { Logger } from '../../logging/logger.ts';
import type { ProviderStatistics } from '../replication/provider-statistics.ts';
import type { WholeChanges } from '../replication/whole-changes.ts';
import type { SecurityProvider } from '../../security/security-provider.ts';
import { sinceSent } from '../since-sent.ts';

export interface SystemNameStore {
  get: () => string;
  /** Durable when it returns. */
  adopt: (name: string) => void;
}

export interface SyncParts {
  role: () => Role;
  security: SecurityProvider;
  systemName: SystemNameStore;
  send: (frame: LinkFrame) => void;
  /** Both hold the same: known to the Master by the acknowledgement, to the Backup by having applied. */
  changed: (sync: { inSync: boolean; pending: boolean }) => void;
  changes: WholeChanges;
  statistics: ProviderStatistics;
  /** The peer's clock minus this one's, ms; `null` while not measured. */
  peerClockOffsetMs: () => number | null;
  now: () => number;
  /** ms, never going back. */
  elapsed: () => number;
  logger: Logger;
}

/** How soon what was not taken over is sent again, ms. */
const retryMs = 5000;

/**
 * Keeps the configuration of the pair the same: sent whole by the Master when the link opens and after each change.
 * Revocations are united in both directions.
 */
export class ConfigurationSync {
  readonly #parts: SyncParts;
  #linked = false;
  #confidential = false;
  #number = 0;
  #acknowledged = 0;
  #united = false;
  /** Why the Backup could not apply the last configuration; `null`: it could. */
  #problem: string | null = null;
  #sentAt = 0;
  /** What came before the clocks were compared: how long it took is known a moment later. */
  #unmeasured: { number: number; sentAt: number; receivedAt: number; applyMs: number } | null = null;
  readonly #waiting = new Set<(done: boolean) => void>();
  #ends: () => void = () => undefined;

  constructor(parts: SyncParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#ends = this.#parts.security.onChange((change) => {
      if (change === 'revocations') return this.#unite();
      this.#parts.changes.changed();
      this.push();
    });
  }

  stop(): void {
    this.#ends();
    this.unlinked();
  }

  /** On a plain link users and tokens are left out. */
  get isConfidential(): boolean {
    return this.#confidential;
  }

  /** Users and tokens do not go over this link, whatever they are on the Master now. */
  get isWithheld(): boolean {
    return this.#linked && !this.#confidential;
  }

  linked(confidential: boolean): void {
    this.#linked = true;
    this.#confidential = confidential;
    this.#unite();
    this.push();
  }

  unlinked(): void {
    this.#linked = false;
    this.#unmeasured = null;
    this.#waiting.forEach((end) => end(false));
    this.#parts.changed({ inSync: false, pending: false });
  }

  /** Sends everything again. */
  push(): void {
    const { role, security, systemName, send, now } = this.#parts;
    if (!this.#linked || role() !== 'Master') return;
    this.#number += 1;
    this.#sentAt = now();
    const state = this.#confidential ? security.exportState() : null;
    const frame = { number: this.#number, systemName: systemName.get(), security: state, sentAt: now() };
    send({ type: 'configuration', ...frame });
    this.#report();
  }

  /** What a full disk kept from being taken over is sent again from time to time. */
  retry(): void {
    this.#measure();
    if (!this.#linked || Math.abs(this.#parts.now() - this.#sentAt) < retryMs) return;
    this.#sentAt = this.#parts.now();
    if (!this.#united) this.#unite();
    if (this.#problem !== null) this.push();
  }

  /** From the Backup, to restore the Master; on a plain link without users and tokens. */
  give(): void {
    const { security, systemName, send } = this.#parts;
    send({
      type: 'given',
      systemName: systemName.get(),
      security: this.#confidential ? security.exportState() : null,
    });
  }

  /** What the Backup gave is this Master's. Throws where it cannot be written. */
  adopt({ systemName, security: state }: Extract<LinkFrame, { type: 'given' }>): void {
    if (state !== null) this.#parts.security.applyState(state);
    this.#parts.systemName.adopt(systemName);
    this.push();
  }

  /** As `push`; true once the Backup has acknowledged it, false if it does not in time. */
  pushAndWait(patienceMs: number): Promise<boolean> {
    this.push();
    return new Promise((resolve) => {
      const end = (done: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        resolve(done);
      };
      const timer = setTimeout(() => end(false), patienceMs);
      this.#waiting.add(end);
    });
  }

  take(frame: Extract<LinkFrame, { type: 'configuration' | 'configured' | 'revocations' | 'united' }>): void {
    switch (frame.type) {
      case 'configuration':
        return this.#apply(frame);
      case 'configured':
        return this.#configured(frame);
      case 'revocations':
        return this.#takeRevocations(frame.list);
      case 'united':
        this.#united = true;
        return this.#report();
    }
  }

  #configured({ number, problem, pullMs, applyMs }: Extract<LinkFrame, { type: 'configured' }>): void {
    const { changes, statistics, logger } = this.#parts;
    this.#acknowledged = number;
    this.#problem = problem;
    if (problem !== null) {
      statistics.failed(['security'], problem);
      logger.error(`The Backup could not take over: ${problem}`);
    }
    if (number === this.#number) {
      // On a plain link users and tokens are left out, and stay to be acknowledged.
      if (problem === null && this.#confidential) changes.acknowledged({ pullMs, applyMs });
      this.#waiting.forEach((end) => end(problem === null));
    }
    this.#report();
  }

  #takeRevocations(list: readonly Revocation[]): void {
    try {
      this.#parts.security.uniteRevocations(list);
    } catch (error) {
      return this.#parts.logger.error('The ended sessions of the other node could not be written', error);
    }
    this.#parts.send({ type: 'united' });
  }

  #unite(): void {
    if (!this.#linked) return;
    this.#united = false;
    this.#sentAt = this.#parts.now();
    this.#parts.send({ type: 'revocations', list: this.#parts.security.exportRevocations() });
    this.#report();
  }

  #apply(frame: Extract<LinkFrame, { type: 'configuration' }>): void {
    const { role, security, systemName, send, changed, statistics, elapsed, logger } = this.#parts;
    if (role() !== 'Backup') return;
    const pullMs = sinceSent(frame.sentAt, this.#parts.now(), this.#parts.peerClockOffsetMs());
    const startedAt = elapsed();
    try {
      if (frame.security !== null) security.applyState(frame.security);
      systemName.adopt(frame.systemName);
      const applyMs = elapsed() - startedAt;
      if (frame.security !== null) statistics.pulled(['security'], { pullMs, applyMs });
      const { number, sentAt } = frame;
      this.#unmeasured = pullMs === null ? { number, sentAt, receivedAt: this.#parts.now(), applyMs } : null;
      send({ type: 'configured', number: frame.number, problem: null, pullMs, applyMs });
      changed({ inSync: true, pending: false });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      logger.error('The configuration could not be taken over', error);
      statistics.failed(['security'], problem);
      send({ type: 'configured', number: frame.number, problem, pullMs, applyMs: null });
      changed({ inSync: false, pending: true });
    }
  }

  /** Tells both nodes, once the clocks are compared. */
  #measure(): void {
    const { statistics, send, peerClockOffsetMs } = this.#parts;
    const offsetMs = peerClockOffsetMs();
    if (this.#unmeasured === null || offsetMs === null) return;
    const { number, sentAt, receivedAt, applyMs } = this.#unmeasured;
    this.#unmeasured = null;
    const pullMs = Math.max(0, receivedAt - (sentAt - offsetMs));
    if (this.#confidential) statistics.pulled(['security'], { pullMs, applyMs });
    send({ type: 'configured', number, problem: null, pullMs, applyMs });
  }

  /** What the Master knows. */
  #report(): void {
    if (this.#parts.role() !== 'Master') return;
    const inSync = this.#linked && this.#united && this.#acknowledged === this.#number && this.#problem === null;
    this.#parts.changed({ inSync, pending: this.#linked && !inSync });
  }
}
