import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UserRole } from '#contract/roles';
import { GatewayError } from '../errors.ts';
import type { Requester } from '../redundancy/redundancy.ts';
import type { Authentication } from '../security/authentication.ts';
import type { PersonPrincipal, Principal } from '../security/principal.ts';
import { includesRole } from '../security/role-order.ts';
import { sameSecret } from '../security/secrets.ts';
import type { SessionCookie } from './session-cookie.ts';

/** What a caller must be to use a route. */
export type Needs = 'open' | UserRole;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route states it; one that does not is not registered. */
    needs?: Needs;
    /** Asked again and again by consoles: its requests are logged at TRACE only. */
    polled?: boolean;
    /** Gives a fresh ticket or a code for one: an expired ticket of a session that goes on serves too. */
    renews?: boolean;
  }
  interface FastifyRequest {
    /** Who asks; `null` on open routes for who did not say. */
    principal: Principal | null;
    /** For answers that go on: whether who asked may still see them. */
    isStillIn: () => boolean;
  }
}

/** Lets a request pass if who sends it may do what it asks. Runs before the body is read. */
export function checkAccess(authentication: Authentication, cookie: SessionCookie) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { needs = 'open', renews = false } = request.routeOptions.config;
    if (needs === 'open') return;
    const credentials = {
      apiToken: single(request.headers['x-ignition-api-token']),
      authorization: request.headers.authorization,
      cookie: cookie.read(request),
      renews,
    };
    const principal = authentication.principalOf(credentials);
    if (principal === null) {
      void reply.header('www-authenticate', 'Bearer');
      throw new GatewayError('unauthenticated');
    }
    request.principal = principal;
    request.isStillIn = () => authentication.isStillIn(principal, credentials);
    checkForgery(request, principal);
    if (!includesRole(principal.role, needs)) {
      throw new GatewayError('forbidden', { detail: `This needs the role ${needs}; yours is ${principal.role}` });
    }
  };
}

/** A browser sends a cookie for any page that asks; only a page of ours knows the token. */
function checkForgery({ method, headers }: FastifyRequest, principal: Principal): void {
  if (method === 'GET' || method === 'HEAD' || principal.kind !== 'cookie') return;
  const token = single(headers['x-csrf-token']) ?? '';
  if (!sameSecret(token, principal.csrfToken ?? '')) throw new GatewayError('csrf');
}

/** The person behind a request to a route that is not open. A script has no session. */
export function personOf({ principal }: FastifyRequest): PersonPrincipal {
  if (principal === null) throw new GatewayError('unauthenticated');
  if (principal.kind === 'token') throw new GatewayError('forbidden', { detail: 'An API token has no session' });
  return principal;
}

/** Who asked, for logs and records. */
export function requesterOf(request: FastifyRequest): Requester {
  return { userName: request.principal?.userName ?? 'nobody', from: addressOf(request) };
}

/** The caller's address; IPv4 as such, though the socket may listen for both. */
export function addressOf({ ip }: FastifyRequest): string {
  return ip.replace(/^::ffff:(?=\d+\.)/i, '');
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(',') : header;
}
