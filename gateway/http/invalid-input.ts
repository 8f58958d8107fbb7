import type * as z from 'zod/mini';
import { GatewayError } from '../errors.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];
interface MemberError {
  pointer: string;
  detail: string;
}

/** More are not listed: a body of nothing but mistakes must not become an answer of megabytes. */
const mostErrors = 50;

const parts: Record<string, string> = { body: 'body', querystring: 'query', params: 'path', headers: 'headers' };

/** Input that a schema refused, with every wrong member by its JSON pointer (RFC 6901). */
export class InvalidInput extends GatewayError {
  constructor(httpPart: string, issues: readonly Issue[]) {
    const errors = issues.flatMap((issue) => explain(issue, [])).slice(0, mostErrors);
    super('badRequest', { detail: `The ${parts[httpPart] ?? httpPart} of the request is not valid`, errors });
  }
}

function explain(issue: Issue, parent: Path): MemberError[] {
  const path = [...parent, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ pointer: pointerTo([...path, key]), detail: 'There is no such member' }));
    case 'invalid_union':
      // No form at all is meant: the member that tells the forms apart is wrong itself.
      if (issue.errors.length === 0) return [{ pointer: pointerTo(path), detail: issue.message }];
      return wrongType(issue.errors, path) ?? closest(issue.errors).flatMap((inner) => explain(inner, path));
    default:
      return [{ pointer: pointerTo(path), detail: issue.message }];
  }
}

/** One of several plain types is meant, and it is none of them; `null`: something else is wrong. */
function wrongType(alternatives: readonly Issue[][], path: Path): MemberError[] | null {
  const types = alternatives.flatMap(([issue, ...more]) =>
    issue?.code === 'invalid_type' && issue.path.length + more.length === 0 ? [issue.expected] : [],
  );
  if (types.length < alternatives.length) return null;
  return [{ pointer: pointerTo(path), detail: `Invalid input: expected one of ${types.join(', ')}` }];
}

/** Of several forms that a value may have, the one that it misses least is the one that was meant. */
function closest(alternatives: readonly Issue[][]): Issue[] {
  return alternatives.reduce((best, next) => (weight(next) < weight(best) ? next : best), alternatives[0] ?? []);
}

function weight(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
}

function pointerTo(path: Path): string {
  return path.map((member) => `/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
