import type { FastifyReply } from 'fastify';
import type { Problem } from '#contract/problem';
import { GatewayError } from '../errors.ts';

/** Of a part of an address that names something, characters. */
export const longestName = 200;

/** Answers with RFC 9457 `application/problem+json`. */
export function sendProblem(reply: FastifyReply, error: GatewayError): FastifyReply {
  const { retryAfterMs } = error.details;
  if (retryAfterMs !== undefined) void reply.header('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  return reply
    .code(error.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemOf(error)));
}

export function problemOf({ code, status, title, details }: GatewayError): Problem {
  const { detail, errors, refusals, master, active } = details;
  return {
    type: `urn:understudy:problem:${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
    ...(refusals === undefined ? {} : { refusals }),
    ...(master === undefined ? {} : { master }),
    ...(active === undefined ? {} : { active }),
  };
}

/**
 * What went wrong, in the gateway's own words. An error of unknown origin becomes `internal` and tells nothing.
 * `bodyLimit`: of the route, bytes.
 */
export function gatewayErrorOf(error: unknown, bodyLimit?: number): GatewayError {
  if (error instanceof GatewayError) return error;
  const { code, statusCode } = facts(error);
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new GatewayError(
        'tooLarge',
        bodyLimit === undefined ? {} : { detail: `The body may have ${bodyLimit} bytes here` },
      );
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return nameTooLong();
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return new GatewayError('unsupportedMediaType');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new GatewayError('badRequest', { detail: 'The body is not as long as Content-Length says' });
    case 'FST_ERR_BAD_URL':
      return new GatewayError('badRequest', { detail: 'The address is not validly encoded' });
    default:
      return statusCode >= 400 && statusCode < 500 ? new GatewayError('badRequest') : new GatewayError('internal');
  }
}

export function nameTooLong(): GatewayError {
  return new GatewayError('badRequest', { detail: `A name in the address has more than ${longestName} characters` });
}

function facts(error: unknown): { code: string; statusCode: number } {
  if (!(error instanceof Error)) return { code: '', statusCode: 500 };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const statusCode = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  return { code, statusCode };
}
