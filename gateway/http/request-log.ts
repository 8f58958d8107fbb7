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
    const isAnswer = failure === null && !isChange(request);
    if (isAnswer && request.routeOptions.config.polled === true) logger.trace(line);
    else if (reply.statusCode >= 500) logger.error(line, failure?.cause);
    else if (reply.statusCode >= 400)
      logRefusal(logger, line, isChange(request) || isAlarming(request, failure, refusals));
    else if (isChange(request)) logger.info(line);
    else logger.debug(line);
  };
}

/** Says a thing once in ten minutes for each address: a script with a wrong token asks every second. */
export class RefusalLimit {
  readonly #now: () => number;
  readonly #saidAt = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  isDue(key: string): boolean {
    const now = this.#now();
    if (Math.abs(now - (this.#saidAt.get(key) ?? -Infinity)) < 600_000) return false;
    if (this.#saidAt.size >= 1000) this.#saidAt.clear();
    this.#saidAt.set(key, now);
    return true;
  }
}

function logRefusal(logger: Logger, line: string, loud: boolean): void {
  if (loud) logger.warn(line);
  else logger.debug(line);
}

/** Reading is refused every day, to a page that is not signed in. A wrong token or a strange host is worth a look. */
function isAlarming(request: FastifyRequest, failure: FastifyReply['failure'], refusals: RefusalLimit): boolean {
  if (failure?.error.details.detail === undefined) return false;
  return refusals.isDue(`${addressOf(request)} ${failure.error.code}`);
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
