import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The cookie of a session, named after the node because cookies do not tell ports apart. */
export class SessionCookie {
  readonly #nodeId: string;
  readonly #now: () => number;

  constructor(nodeId: string, now: () => number) {
    this.#nodeId = nodeId;
    this.#now = now;
  }

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.#name(request)];
  }

  set(request: FastifyRequest, reply: FastifyReply, { secret, endsAt }: { secret: string; endsAt: number }): void {
    const maxAge = Math.max(0, Math.floor((endsAt - this.#now()) / 1000));
    void reply.setCookie(this.#name(request), secret, { ...attributes(request), maxAge });
  }

  clear(request: FastifyRequest, reply: FastifyReply): void {
    void reply.clearCookie(this.#name(request), attributes(request));
  }

  /** Two names: a page over plain HTTP is not allowed to replace a cookie that was set over TLS. */
  #name(request: FastifyRequest): string {
    return `understudy-${this.#nodeId}${request.protocol === 'https' ? '-tls' : ''}`;
  }
}

function attributes(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' } as const;
}
