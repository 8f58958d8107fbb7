import { GatewayError } from '../errors.ts';
import type { PersonPrincipal, Principal } from './principal.ts';
import type { Revocations } from './revocations.ts';
import { lowerRole } from './role-order.ts';
import { type Sessions, csrfTokenOf } from './sessions.ts';
import { type Tickets, looksLikeTicket } from './tickets.ts';
import { type Users, isStillWith } from './users.ts';

/** What a request carries to say who sends it. */
export interface Credentials {
  /** `X-Ignition-API-Token`. */
  apiToken: string | undefined;
  /** `Authorization`. */
  authorization: string | undefined;
  /** The value of this node's session cookie. */
  cookie: string | undefined;
  /** It asks for a fresh ticket or a code, and for nothing else: then an expired ticket serves too. */
  renews?: boolean;
}

export interface AuthenticationParts {
  users: Users;
  sessions: Sessions;
  revocations: Revocations;
  tickets: Tickets;
}

/** Finds out who asks. What is said outright counts before the cookie, which a browser adds by itself. */
export class Authentication {
  readonly #parts: AuthenticationParts;

  constructor(parts: AuthenticationParts) {
    this.#parts = parts;
  }

  /** `null` for a request that does not say. Throws `unauthenticated` for one that says what is not true. */
  principalOf({ apiToken, authorization, cookie, renews = false }: Credentials): Principal | null {
    if (apiToken !== undefined) return this.#byToken(apiToken);
    if (authorization !== undefined) return this.#byAuthorization(authorization, renews);
    if (cookie !== undefined) return this.#byCookie(cookie);
    return null;
  }

  /** Whether somebody who was let in would be so again; a ticket that has run out meanwhile does not count. */
  isStillIn(principal: Principal, credentials: Credentials): boolean {
    try {
      if (principal.kind !== 'ticket') return this.principalOf(credentials) !== null;
      this.#userOf(principal);
      return true;
    } catch {
      return false;
    }
  }

  #byAuthorization(header: string, renews: boolean): Principal {
    const bearer = /^Bearer +(\S+)$/i.exec(header)?.[1];
    if (bearer === undefined) throw refusal('The Authorization header must be "Bearer" and a ticket or an API token');
    return looksLikeTicket(bearer) ? this.#byTicket(bearer, renews) : this.#byToken(bearer);
  }

  #byToken(token: string): Principal {
    const known = this.#parts.users.findToken(token);
    if (known === null) throw refusal('The API token is not known here');
    return { kind: 'token', userName: known.name, role: known.role };
  }

  #byTicket(text: string, renews: boolean): PersonPrincipal {
    const { tickets } = this.#parts;
    const facts = renews ? tickets.readForRenewal(text) : tickets.read(text);
    if (facts === null) throw refusal('The ticket is not valid or has expired');
    const { sessionId, userName, endsAt, credential } = facts;
    const role = lowerRole(facts.role, this.#userOf(facts).role);
    return { kind: 'ticket', userName, role, sessionId, endsAt, credential, csrfToken: null };
  }

  #byCookie(secret: string): PersonPrincipal {
    const session = this.#parts.sessions.find(secret);
    if (session === null) throw refusal('The session has ended');
    return { kind: 'cookie', ...session, role: this.#userOf(session).role, csrfToken: csrfTokenOf(secret) };
  }

  /** Whose session it is, if it goes on: nobody revoked it, or chose another password in another session. */
  #userOf({ userName, sessionId, credential }: Pick<PersonPrincipal, 'userName' | 'sessionId' | 'credential'>) {
    const { users, revocations } = this.#parts;
    const user = users.find(userName);
    const isRevoked = user === null || revocations.has(sessionId);
    if (isRevoked || !isStillWith(user, { sessionId, credential })) throw refusal('The session has ended');
    return user;
  }
}

function refusal(detail: string): GatewayError {
  return new GatewayError('unauthenticated', { detail });
}
