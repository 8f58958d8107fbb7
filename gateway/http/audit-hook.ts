import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import type { NewAuditEntry } from '../redundancy/records/audit-store.ts';
import { addressOf } from './access.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the target was before the change, for the audit; `null`: nothing, or not known. */
    stateBefore: unknown;
  }
}

export interface AuditHookParts {
  add: (entry: NewAuditEntry) => void;
  nodeName: () => string;
  /** How the target of an operation is read before it is changed. May throw: then there was none. */
  before: Partial<Record<string, (params: Record<string, string>) => unknown>>;
}

const longest = 20_000;
const secret = /password|secret|token|^code$|^key$|privateKey/i;
/** What operators write all day is state of the plant, with its own record. */
const notAudited = ['writeTag', 'renewTicket', 'createSignInCode'];
const stringParams = z.record(z.string(), z.string());
const withOperation = z.object({ operationId: z.string() });
const namedUser = z.object({ userName: z.string() });

/** Reads what is about to be changed, when the caller is known and may do it. */
export function rememberBefore({ before }: AuditHookParts) {
  return async (request: FastifyRequest): Promise<void> => {
    const operation = operationOf(request);
    const read = operation === null ? undefined : before[operation];
    if (read === undefined) return;
    try {
      request.stateBefore = read(paramsOf(request));
    } catch {
      request.stateBefore = null;
    }
  };
}

/** An entry for each request that changes something or tried to: who, from where, what, and what came of it. */
export function auditChanges({ add, nodeName }: AuditHookParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const operation = operationOf(request);
    if (operation === null || notAudited.includes(operation)) return;
    const { failure } = reply;
    // Whoever is nobody could fill the audit with refusals; the log has them. Wrong passwords are throttled.
    const wasTried = failure === null || failure.error.code === 'signInFailed';
    if (request.principal === null && (operation !== 'signIn' || !wasTried)) return;
    add({
      nodeName: nodeName(),
      who: request.principal?.userName ?? claimedName(request),
      from: addressOf(request),
      operation,
      target: Object.values(paramsOf(request)).join('/').slice(0, 300),
      before: textOf(request.stateBefore),
      after: textOf(request.body),
      outcome: reply.statusCode < 400 ? 'done' : reply.statusCode < 500 ? 'refused' : 'failed',
      detail: failure === null ? null : (failure.error.details.detail ?? failure.error.title).slice(0, 500),
    });
  };
}

/** `null`: it changes nothing. */
function operationOf({ method, routeOptions }: FastifyRequest): string | null {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return null;
  const found = z.safeParse(withOperation, routeOptions.schema);
  return found.success ? found.data.operationId : null;
}

/** Who wants to sign in says who it is; that is not proved. */
function claimedName({ body }: FastifyRequest): string | null {
  const found = z.safeParse(namedUser, body);
  return found.success ? found.data.userName.slice(0, 100) : null;
}

function paramsOf({ params }: FastifyRequest): Record<string, string> {
  const found = z.safeParse(stringParams, params);
  return found.success ? found.data : {};
}

/** JSON without what must not be read; a file of many resources is cut. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = JSON.stringify(value, (name, member: unknown) => (secret.test(name) ? '(left out)' : member));
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
