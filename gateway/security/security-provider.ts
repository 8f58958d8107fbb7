import type { Revocation, SecurityState } from '#contract/security-state';
import { digest } from './secrets.ts';
import type { Revocations } from './revocations.ts';
import type { Users } from './users.ts';

export type SecurityChange = 'state' | 'revocations';

/** The provider `security` as replication sees it: a state that the Master sends whole, and a set that both unite. */
export class SecurityProvider {
  readonly #users: Users;
  readonly #revocations: Revocations;

  constructor(users: Users, revocations: Revocations) {
    this.#users = users;
    this.#revocations = revocations;
  }

  exportState(): SecurityState {
    return this.#users.state();
  }

  /** Equal on two nodes whose states are equal. */
  stateHash(): string {
    return digest(JSON.stringify(this.#users.state()));
  }

  /** Replaces users and tokens in one transaction: all of them, or it throws and nothing is changed. */
  applyState(state: SecurityState): void {
    this.#users.replaceAll(state);
  }

  exportRevocations(): Revocation[] {
    return this.#revocations.all();
  }

  uniteRevocations(list: readonly Revocation[]): void {
    this.#revocations.unite(list);
  }

  /** `state`: edited here. `revocations`: something was added that this node did not know. Returns the end of it. */
  onChange(listener: (change: SecurityChange) => void): () => void {
    const ends = [
      this.#users.onChange(() => listener('state')),
      this.#revocations.onChange(() => listener('revocations')),
    ];
    return () => ends.forEach((end) => end());
  }
}
