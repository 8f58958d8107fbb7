import type { UserRole } from '#contract/roles';

/** A script with an API token. */
export interface TokenPrincipal {
  kind: 'token';
  userName: string;
  role: UserRole;
}

/** A person: on the node that they signed in to by cookie, on the other one by ticket. */
export interface PersonPrincipal {
  kind: 'cookie' | 'ticket';
  userName: string;
  role: UserRole;
  sessionId: string;
  /** When the session ends, epoch ms. */
  endsAt: number;
  /** Of the person when the session began: another password ends it. */
  credential: string;
  /** What a change must carry; `null` where the browser adds nothing by itself, so that nothing can be forged. */
  csrfToken: string | null;
}

/** Who asks. */
export type Principal = TokenPrincipal | PersonPrincipal;
