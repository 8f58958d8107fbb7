import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers under every name: pages of any site may read it as it is. */
    anyName?: boolean;
  }
}

/** `host:port`, `[address]:port` or the same behind a scheme, without scheme, port and brackets. */
export function hostOf(address: string): string {
  const withoutScheme = address.replace(/^https?:\/\//i, '');
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:/]*))(?::\d+)?\/?$/.exec(withoutScheme) ?? [];
  return (bracketed ?? plain ?? '').toLowerCase().replace(/\.$/, '');
}

/**
 * Refuses requests for names that are not this gateway's: a page of another site could lead its own name to our
 * address and would then be of the same origin (DNS rebinding). Addresses and `localhost` cannot be led anywhere.
 * A request without a host comes from a load balancer's health check, never from a page.
 */
export function checkHost(ownNames: () => readonly string[]): (request: FastifyRequest) => Promise<void> {
  return async ({ headers, raw, routeOptions }) => {
    if (headers.host === undefined) return;
    // A proxy may have looked at the other one.
    if (raw.rawHeaders.filter((word, at) => at % 2 === 0 && word.toLowerCase() === 'host').length > 1)
      throw new GatewayError('badRequest', { detail: 'Two hosts' });
    if (routeOptions.config.anyName === true) return;
    const host = hostOf(headers.host);
    const isOwn = () => host !== '' && ownNames().some((name) => hostOf(name) === host);
    if (host === 'localhost' || isIP(host) !== 0 || isOwn()) return;
    throw new GatewayError('hostNotAllowed', {
      detail: `"${headers.host.slice(0, 253)}" is not a name of this gateway`,
    });
  };
}
