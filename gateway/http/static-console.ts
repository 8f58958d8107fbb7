import fastifyStatic from '@fastify/static';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contentSecurityPolicy } from './security-headers.ts';
import type { GatewayApp } from './zod-provider.ts';

const zip = promisify(gzip);
/** The builder puts a hash of the content into the name of these, so under one name the content never changes. */
const hashedName = /-[\w-]{8}\.(?:js|css|woff2)(?:\.(?:br|gz))?$/;
/** The library that any page of any origin may load. */
const failoverLibrary = /[\\/]failover\.m?js(?:\.(?:br|gz))?$/;
const acceptsGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/;

/** Serves the built console: files that may be kept for ever, and an index that may not be kept at all. */
export async function staticConsole(app: GatewayApp, directory: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: directory,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    // Files are small, and parts of them are of no use.
    acceptRanges: false,
    dotfiles: 'ignore',
    suppressWarning: true,
    setHeaders: (reply, path) => {
      void reply.header('cache-control', hashedName.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
      if (!failoverLibrary.test(path)) return;
      void reply.header('cross-origin-resource-policy', 'cross-origin').header('access-control-allow-origin', '*');
    },
  });
  app.get<{ Params: { '*': string } }>(
    '/*',
    { config: { needs: 'open' }, schema: { hide: true } },
    async (request, reply) => {
      const path = request.params['*'];
      if (path === '' || path === 'index.html') return sendIndex(directory, request, reply);
      return reply.sendFile(path);
    },
  );
}

/** Whether a person opened the address of a page: the console knows its own addresses. */
export function asksForPage(request: FastifyRequest): boolean {
  const { method, headers } = request;
  return (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html') && !isApi(request);
}

export async function sendIndex(
  directory: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const template = await readFile(join(directory, 'index.html'), 'utf8').catch(() => null);
  void reply.header('cache-control', 'no-store').type('text/html; charset=utf-8');
  if (template === null) return reply.code(503).send(notBuilt);
  const nonce = randomBytes(16).toString('base64');
  const html = template.replaceAll('CSP_NONCE', nonce);
  void reply
    .code(200)
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .header('vary', 'accept-encoding');
  if (!acceptsGzip.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(html);
  return reply.header('content-encoding', 'gzip').send(await zip(html));
}

function isApi({ url }: FastifyRequest): boolean {
  return /^\/(?:data|system)(?:[/?]|$)/.test(url);
}

const notBuilt = `<!doctype html>
<title>Understudy</title>
<h1>The console is not built</h1>
<p>The gateway runs, and its API answers. Build the console with <code>npm start</code>, then load this page again.</p>
`;
