import { GatewayError } from '../errors.ts';
import type { Principal } from '../security/principal.ts';

/**
 * Answers that stay open for one session. A browser has six connections to a node, for all its tabs together, and needs
 * some for everything else: who is beyond that is told the page as it is now, and asks again.
 */
const mostOfSession = 4;
/** Twice the thousand pages that a pair is measured with: every line is written to each of them, and the link waits. */
const mostOfAll = 2000;
/** Of one user or token, whatever it opens: what is left over is for the others. */
const mostOfOne = 1500;
const retryAfterMs = 5000;

/** How many answers stay open, and for whom. */
export class OpenAnswers {
  readonly #counts = new Map<string, number>();

  /** `null`: the session has enough of them. Throws `tooManyPages`. What it gives must be called once, at the end. */
  take(principal: Principal): (() => void) | null {
    const { kind, userName } = principal;
    const one = `${kind === 'token' ? 'token' : 'user'} ${userName}`;
    if (this.#count('all') >= mostOfAll) throw tooMany(`${mostOfAll} are open`);
    if (this.#count(one) >= mostOfOne) throw tooMany(`${userName} has ${mostOfOne} open`);
    // A script has no session.
    const session = kind === 'token' ? [] : [`session ${principal.sessionId}`];
    if (session.some((key) => this.#count(key) >= mostOfSession)) return null;
    const keys = ['all', one, ...session];
    keys.forEach((key) => this.#counts.set(key, this.#count(key) + 1));
    return () => keys.forEach((key) => this.#giveBack(key));
  }

  #count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  #giveBack(key: string): void {
    const left = this.#count(key) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}

function tooMany(detail: string): GatewayError {
  return new GatewayError('tooManyPages', { detail, retryAfterMs });
}
