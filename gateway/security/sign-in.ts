import type { CodeAnswer, PasswordChange, Session, TicketAnswer } from '#contract/session';
import type { UserRecord } from '#contract/security-state';
import { GatewayError } from '../errors.ts';
import { type CodeFacts, type OneTimeCodes, handOffLifeMs } from './one-time-codes.ts';
import type { Passwords } from './passwords.ts';
import type { PersonPrincipal } from './principal.ts';
import type { Revocations } from './revocations.ts';
import { type SessionRecord, type Sessions, csrfTokenOf } from './sessions.ts';
import type { Throttle } from './throttle.ts';
import type { Tickets } from './tickets.ts';
import { type Users, credentialOf, isStillWith } from './users.ts';

export interface SignInParts {
  users: Users;
  passwords: Passwords;
  sessions: Sessions;
  revocations: Revocations;
  tickets: Tickets;
  codes: OneTimeCodes;
  throttle: Throttle;
}

/** The cookie to set, and who it is for. */
export interface SignedIn {
  cookieSecret: string;
  principal: PersonPrincipal;
}

/** Signing in and out, by password or by one-time code, and what a session is good for. */
export class SignIn {
  readonly #parts: SignInParts;

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /** Throws `signInFailed` or `throttled`. */
  async withPassword(userName: string, password: string, address: string): Promise<SignedIn> {
    const user = this.#parts.users.find(userName);
    await this.#checkPassword(user?.passwordHash ?? null, { userName, password, address });
    if (user === null) throw new GatewayError('signInFailed');
    return this.#open(user, {});
  }

  /** Throws `signInFailed` or `throttled`. */
  withCode(code: string, address: string): SignedIn {
    const { throttle, codes, users, revocations } = this.#parts;
    const facts = codes.take(code);
    // Nobody guesses a code: one that is right is not held up by whoever mistypes passwords at the same address.
    if (facts === null) throttle.begin(address, null);
    const user = facts && users.find(facts.userName);
    if (facts === null || user === null) throw new GatewayError('signInFailed');
    const session = sessionBehind(facts);
    if (session === null) return this.#open(user, {});
    if (revocations.has(session.sessionId) || !isStillWith(user, session)) throw new GatewayError('signInFailed');
    return this.#open(user, session);
  }

  describe(principal: PersonPrincipal): Session {
    const { userName, role, csrfToken, endsAt } = principal;
    const passwordNeeded = this.#parts.users.find(userName)?.passwordHash === null;
    return { userName, role, csrfToken, endsAt, passwordNeeded, ...this.ticket(principal) };
  }

  ticket({ sessionId, userName, role, endsAt, credential }: PersonPrincipal): TicketAnswer {
    return this.#parts.tickets.issue({ sessionId, userName, role, endsAt, credential });
  }

  /** A code that opens this node's console for the same session. */
  handOffCode({ userName, sessionId, endsAt, credential }: PersonPrincipal): CodeAnswer {
    const lifeMs = handOffLifeMs;
    return {
      code: this.#parts.codes.create({ userName, lifeMs, session: { sessionId, endsAt, credential } }),
      expiresInMs: lifeMs,
    };
  }

  /** Ends the session on both nodes. */
  signOut({ sessionId, endsAt }: PersonPrincipal): void {
    this.#parts.revocations.add(sessionId, endsAt);
    this.#parts.sessions.end(sessionId);
  }

  /** Ends the user's other sessions. Throws `notEditableHere`, `badRequest` or `throttled`. */
  async changePassword(principal: PersonPrincipal, change: PasswordChange, address: string): Promise<void> {
    const { users, passwords, sessions } = this.#parts;
    const { userName, sessionId } = principal;
    users.requireEditable();
    const present = users.find(userName)?.passwordHash ?? null;
    if (present !== null) await this.#checkPresent(present, { userName, password: change.current, address });
    const passwordHash = await passwords.hash(change.password);
    // The other node knows sessions of its own, which the new credential ends with the replicated user.
    users.setPasswordHash(userName, { passwordHash, chosenIn: sessionId });
    for (const other of sessions.othersOf(userName, sessionId)) this.signOut({ ...principal, ...other });
  }

  async #checkPresent(hash: string, { password, ...who }: Claim): Promise<void> {
    try {
      if (password === undefined) throw new GatewayError('signInFailed');
      await this.#checkPassword(hash, { ...who, password });
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'signInFailed') throw error;
      const errors = [{ pointer: '/current', detail: 'This is not the present password' }];
      throw new GatewayError('badRequest', { detail: 'The password was not changed', errors });
    }
  }

  async #checkPassword(hash: string | null, { userName, password, address }: Attempt): Promise<void> {
    const { throttle, passwords } = this.#parts;
    throttle.begin(address, userName);
    const right = await passwords.verify(password, hash).catch((error: unknown) => {
      throttle.withdrawn(address, userName);
      throw error;
    });
    if (!right) throw new GatewayError('signInFailed');
    throttle.succeeded(address, userName);
  }

  #open(user: UserRecord, inherited: Partial<SessionRecord>): SignedIn {
    const { credential = credentialOf(user) } = inherited;
    const { secret, session } = this.#parts.sessions.create({ userName: user.name, credential }, inherited);
    const csrfToken = csrfTokenOf(secret);
    return { cookieSecret: secret, principal: { kind: 'cookie', ...session, role: user.role, csrfToken } };
  }
}

/** `null`: a new one begins. */
function sessionBehind({ sessionId, sessionEndsAt: endsAt, sessionCredential: credential }: CodeFacts) {
  return sessionId === null || endsAt === null || credential === null ? null : { sessionId, endsAt, credential };
}

interface Claim {
  userName: string;
  password: string | undefined;
  address: string;
}

type Attempt = Claim & { password: string };
