import type { FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { GatewayApp } from './zod-provider.ts';

/** JSON, and what is built on it. */
export const jsonType = /^application\/(?:[\w.+-]+\+)?json(?:$|;)/;

/** JSON is the only thing that is read. An empty body is none: scripts send the media type without one. */
export function readJsonBodies(app: GatewayApp): void {
  app.addHook('preParsing', refuseEncoded);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(jsonType, { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, parseJson(text));
    } catch (error) {
      done(error instanceof Error ? error : new GatewayError('badRequest'));
    }
  });
}

/** `undefined`: the text is empty. Throws `badRequest`. */
export function parseJson(text: string): unknown {
  const value = text.trim() === '' ? undefined : parse(text);
  if (value === null) throw new GatewayError('badRequest', { detail: 'The body is null' });
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw unreadable(error);
  }
}

/** The parser's own words quote the body, which may hold a password: only the position is told. */
function unreadable(error: unknown): GatewayError {
  const position = error instanceof Error ? / at position \d+(?: \(line \d+ column \d+\))?/.exec(error.message) : null;
  return new GatewayError('badRequest', { detail: `The body is not valid JSON${position?.[0] ?? ''}` });
}

/** Nothing is unpacked here: a small body could become a huge one. Node.js undoes chunks and nothing else. */
async function refuseEncoded({ headers }: FastifyRequest): Promise<void> {
  const { 'content-encoding': content = 'identity', 'transfer-encoding': transfer = 'chunked' } = headers;
  for (const [encoding, known] of [
    [content, 'identity'],
    [transfer, 'chunked'],
  ] as const) {
    if (encoding.trim().toLowerCase() === known) continue;
    throw new GatewayError('unsupportedMediaType', { detail: 'The body must not be compressed' });
  }
}
