import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';

/** The revision in `If-Match`: `any` for `*`, `null` without the header. Throws `preconditionFailed` for other text. */
export function revisionIn({ headers }: FastifyRequest): number | 'any' | null {
  const header = headers['if-match'];
  if (header === undefined) return null;
  if (header.trim() === '*') return 'any';
  const revision = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(header)?.[1];
  if (revision === undefined)
    throw new GatewayError('preconditionFailed', { detail: 'If-Match takes one revision, as the ETag had it, or *' });
  return Number(revision);
}

/** The revision of what has no counter: from its text, so members must always stand in the same order. */
export function revisionOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}

/** Throws `preconditionFailed` if the header names other revisions than the present one; none at all passes. */
export function checkRevision(ifMatch: string | undefined, present: string): void {
  if (ifMatch === undefined) return;
  const wanted = ifMatch.split(',').map((tag) => tag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1'));
  if (!wanted.includes('*') && !wanted.includes(present)) throw changedSince(present);
}

/** `present`: the revision that there is; `null`: there is nothing under that name. */
export function changedSince(present: string | null): GatewayError {
  const detail =
    present === null ? 'There is none: it is created without If-Match' : `The revision is "${present}" now`;
  return new GatewayError('preconditionFailed', { detail });
}
