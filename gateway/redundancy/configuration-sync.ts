import type { LinkFrame } from '#contract/link-frames';
import type { Role } from '#contract/roles';
import type { Revocation } from '#contract/security-state';
import type { Logger } from '../logging/logger.ts';
import type { SecurityProvider } from '../security/security-provider.ts';

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
  changed: (sync: { inSync: boolean; pending: boolean; completedAt: number | null }) => void;
  now: () => number;
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
  readonly #waiting = new Set<(done: boolean) => void>();
  #ends: () => void = () => undefined;

  constructor(parts: SyncParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#ends = this.#parts.security.onChange((change) => (change === 'state' ? this.push() : this.#unite()));
  }

  stop(): void {
    this.#ends();
    this.unlinked();
  }

  linked(confidential: boolean): void {
    this.#linked = true;
    this.#confidential = confidential;
    this.#unite();
    this.push();
  }

  unlinked(): void {
    this.#linked = false;
    this.#waiting.forEach((end) => end(false));
    this.#parts.changed({ inSync: false, pending: false, completedAt: null });
  }

  /** Sends everything again. */
  push(): void {
    const { role, security, systemName, send, now } = this.#parts;
    if (!this.#linked || role() !== 'Master') return;
    this.#number += 1;
    this.#sentAt = now();
    const state = this.#confidential ? security.exportState() : null;
    send({ type: 'configuration', number: this.#number, systemName: systemName.get(), security: state });
    this.#report();
  }

  /** What a full disk kept from being taken over is sent again from time to time. */
  retry(): void {
    if (!this.#linked || Math.abs(this.#parts.now() - this.#sentAt) < retryMs) return;
    this.#sentAt = this.#parts.now();
    if (!this.#united) this.#unite();
    if (this.#problem !== null) this.push();
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
        this.#acknowledged = frame.number;
        this.#problem = frame.problem;
        if (frame.problem !== null) this.#parts.logger.error(`The Backup could not take over: ${frame.problem}`);
        if (frame.number === this.#number) this.#waiting.forEach((end) => end(frame.problem === null));
        return this.#report();
      case 'revocations':
        return this.#takeRevocations(frame.list);
      case 'united':
        this.#united = true;
        return this.#report();
    }
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
    const { role, security, systemName, send, changed, now, logger } = this.#parts;
    if (role() !== 'Backup') return;
    try {
      if (frame.security !== null) security.applyState(frame.security);
      systemName.adopt(frame.systemName);
      send({ type: 'configured', number: frame.number, problem: null });
      changed({ inSync: true, pending: false, completedAt: now() });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      logger.error('The configuration could not be taken over', error);
      send({ type: 'configured', number: frame.number, problem });
      changed({ inSync: false, pending: true, completedAt: null });
    }
  }

  /** What the Master knows. */
  #report(): void {
    if (this.#parts.role() !== 'Master') return;
    const inSync = this.#linked && this.#united && this.#acknowledged === this.#number && this.#problem === null;
    this.#parts.changed({ inSync, pending: this.#linked && !inSync, completedAt: inSync ? this.#parts.now() : null });
  }
}
