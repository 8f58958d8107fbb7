import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { GatewayApp } from './zod-provider.ts';

export interface CrossOriginOptions {
  /** Origins of the other node's console: `http://host:port`. */
  peerOrigins: () => readonly string[];
}

/** What a browser is told about where a page of ours may load from. */
export function contentSecurityPolicy(styleNonce: string | null): string {
  const nonce = styleNonce === null ? '' : ` 'nonce-${styleNonce}'`;
  return [
    `default-src 'self'`,
    `script-src 'self'`,
    `style-src 'self'${nonce}`,
    // The other node's address can change while a page is open.
    `connect-src *`,
    `img-src 'self' data:`,
    `base-uri 'self'`,
    `form-action 'self'`,
    `object-src 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

export async function sendSecurityHeaders(app: GatewayApp): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    // A gateway is often reached over plain HTTP, and by several ports: none of these may bind the browser to TLS,
    // and Chromium complains about the opener and agent cluster policies there.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    frameguard: { action: 'deny' },
  });
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('content-security-policy', contentSecurityPolicy(null)).header('cache-control', 'no-store');
  });
}

/** The other node's console asks with a ticket in a header, so cookies never cross. */
export async function allowOtherConsole(app: GatewayApp, { peerOrigins }: CrossOriginOptions): Promise<void> {
  await app.register(cors, {
    origin: async (origin: string | undefined) => origin !== undefined && peerOrigins().includes(origin),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'If-Match', 'X-CSRF-Token'],
    exposedHeaders: ['ETag', 'Retry-After'],
    credentials: false,
    maxAge: 600,
  });
}
