import { GatewayError } from '../errors.ts';
import type { GatewayApp } from './zod-provider.ts';

const json = /^application\/(?:[\w.+-]+\+)?json(?:$|;)/;

/** JSON is the only thing that is read. An empty body is none: scripts send the media type without one. */
export function readJsonBodies(app: GatewayApp): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(json, { parseAs: 'string' }, (_request, text, done) => {
    try {
      const value: unknown = text.trim() === '' ? undefined : JSON.parse(text);
      if (value === null) done(new GatewayError('badRequest', { detail: 'The body is null' }));
      else done(null, value);
    } catch (error) {
      done(unreadable(error));
    }
  });
}

/** The parser's own words quote the body, which may hold a password: only the position is told. */
function unreadable(error: unknown): GatewayError {
  const position = error instanceof Error ? / at position \d+(?: \(line \d+ column \d+\))?/.exec(error.message) : null;
  return new GatewayError('badRequest', { detail: `The body is not valid JSON${position?.[0] ?? ''}` });
}
