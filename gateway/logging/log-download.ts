import { setImmediate } from 'node:timers/promises';
import type { LogLine } from '#contract/logs';

/** The lines of a file, part after part; between two parts everything else has its turn. Text tells times in UTC. */
export async function* downloadText(
  parts: Iterable<readonly LogLine[]>,
  format: 'text' | 'json',
): AsyncGenerator<string, void, void> {
  const write = format === 'json' ? jsonOf : textOf;
  for (const lines of parts) {
    yield lines.map(write).join('');
    await setImmediate();
  }
}

function jsonOf(line: LogLine): string {
  return `${JSON.stringify(line)}\n`;
}

function textOf({ timestamp, level, loggerName, message, stack = [] }: LogLine): string {
  const first = `${new Date(timestamp).toISOString()} ${level} ${loggerName} ${message}\n`;
  return first + stack.map((line) => `    ${line}\n`).join('');
}
