import type { FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';

/** The revision in `If-Match`: `any` for `*`, `null` without the header. Throws `preconditionFailed` for other text. */
export function revisionIn({ headers }: FastifyRequest): number | 'any' | null {
  const header = headers['if-match'];
  if (header === undefined) return null;
  if (header.trim() === '*') return 'any';
  const revision = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(header)?.[1];
  if (revision === undefined) throw new GatewayError('preconditionFailed', { detail: 'If-Match holds no revision' });
  return Number(revision);
}
