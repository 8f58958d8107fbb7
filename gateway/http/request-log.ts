import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayError } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import { addressOf } from './access.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Why the request was refused or failed. */
    failure: { error: GatewayError; cause: unknown } | null;
  }
}

/** One line a request: the louder, the more it matters. Queries and bodies are left out, they may hold secrets. */
export function logRequest(logger: Logger, refusals: RefusalLimit) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { failure } = reply;
    const line = describe(request, reply);
    // The 503 of a standby is an answer to a load balancer, which asks all the time.
    if (failure === null && request.routeOptions.config.polled === true) logger.trace(line);
    else if (reply.statusCode >= 500) logger.error(line, failure?.cause);
    else if (reply.statusCode >= 400) logRefusal(logger, line, isLoud(request, failure, refusals));
    else if (isChange(request)) logger.info(line);
    else logger.debug(line);
  };
}

const sayAgainMs = 600_000;
/** Where more is refused to more addresses than this, the rest is not said aloud: the log is for others too. */
const mostSaid = 1000;

/** Says a thing once in ten minutes for each address: a script with a wrong token asks every second. */
export class RefusalLimit {
  readonly #now: () => number;
  /** Oldest first. */
  readonly #saidAt = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  isDue(key: string): boolean {
    const now = this.#now();
    this.#forget(now);
    if (this.#saidAt.has(key) || this.#saidAt.size >= mostSaid) return false;
    this.#saidAt.set(key, now);
    return true;
  }

  /** The clock may have been set back: what was said in the future is forgotten too. */
  #forget(now: number): void {
    for (const [key, at] of this.#saidAt) {
      if (Math.abs(now - at) < sayAgainMs) return;
      this.#saidAt.delete(key);
    }
  }
}

function logRefusal(logger: Logger, line: string, loud: boolean): void {
  if (loud) logger.warn(line);
  else logger.debug(line);
}

/**
 * What somebody known wanted to change, and every attempt to sign in, which is throttled. Reading is refused every day,
 * to a page that is not signed in; a wrong token, a strange host or a change by a stranger is worth a look, but not a
 * line each time: else a stranger writes our log.
 */
function isLoud(request: FastifyRequest, failure: FastifyReply['failure'], refusals: RefusalLimit): boolean {
  const { code, details } = failure?.error ?? {};
  if (isChange(request)) {
    if (request.principal !== null || code === 'signInFailed') return true;
  } else if (details?.detail === undefined) return false;
  return refusals.isDue(`${addressOf(request)} ${code ?? ''}`);
}

function isChange({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

function describe(request: FastifyRequest, reply: FastifyReply): string {
  const path = printable(request.url.split('?', 1)[0] ?? '');
  const who = request.principal === null ? '' : ` by ${request.principal.userName}`;
  const why = reply.failure === null ? '' : `: ${reasonOf(reply.failure.error)}`;
  const tookMs = Math.round(reply.elapsedTime);
  return `${request.method} ${path}${who} from ${addressOf(request)} → ${reply.statusCode} in ${tookMs} ms${why}`;
}

function reasonOf({ title, details }: GatewayError): string {
  const members = (details.errors ?? []).slice(0, 5).map(({ pointer, detail }) => `${pointer || 'body'}: ${detail}`);
  const refusals = details.refusals ?? [];
  return printable([details.detail ?? title, ...members, ...refusals].join('; '));
}

/** What a caller sent must not look like a line of its own. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?').slice(0, 500);
}
