const longestMessage = 2000;
const longestStackLine = 300;
const mostStackLines = 40;

/** Control characters, and those that turn the direction of text: a peer may send them to deceive a reader. */
const deceiving = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** One line that shows what it contains, of bounded length. */
export function plainLine(text: string, longest = longestMessage): string {
  const rest = text.length - longest;
  const line = text.slice(0, longest).replace(deceiving, escaped);
  return rest > 0 ? `${line}… (${String(rest)} characters more)` : line;
}

/** Message, stack and causes of what was caught. */
export function stackOf(error: unknown): string[] {
  return linesOf(error, 3)
    .slice(0, mostStackLines)
    .map((line) => plainLine(line, longestStackLine));
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function linesOf(error: unknown, depth: number): string[] {
  if (!(error instanceof Error)) return [typeof error === 'string' ? error : `Not an Error: ${typeof error}`];
  const lines = (error.stack ?? `${error.name}: ${error.message}`).split('\n').map((line) => line.trimEnd());
  if (depth === 0) return lines;
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [];
  const causes = error.cause === undefined ? parts : [...parts, error.cause];
  return lines.concat(
    causes.flatMap((cause) =>
      linesOf(cause, depth - 1).map((line, index) => (index === 0 ? `Caused by: ${line}` : line)),
    ),
  );
}
