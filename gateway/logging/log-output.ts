import type { LogLine } from '#contract/logs';
import type { TextSink } from './text-sink.ts';

export type LogFormat = 'text' | 'json';
/** A line that has no place in the store yet. */
export type NewLogLine = Omit<LogLine, 'id'>;
/** `apart`: only given to who asks for it. */
export type StoredLogLine = NewLogLine & { apart?: boolean };

/** The log as the process prints it. */
export class LogOutput {
  readonly #format: LogFormat;
  readonly #sink: TextSink;

  constructor(format: LogFormat, sink: TextSink) {
    this.#format = format;
    this.#sink = sink;
  }

  /** `json` is the same line, already written by pino. */
  write(line: NewLogLine, json: string): void {
    this.#sink.write(this.#format === 'json' ? json : textOf(line));
  }

  /** Waits a moment for a reader who is behind. */
  stop(): Promise<void> {
    return this.#sink.drain();
  }
}

/** `02:14:07.123 INFO redundancy.link message`, in the time of this computer; a stack follows, indented. */
export function textOf({ timestamp, level, loggerName, message, stack = [] }: NewLogLine): string {
  const at = new Date(timestamp);
  const two = (part: number) => String(part).padStart(2, '0');
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const milliseconds = String(at.getMilliseconds()).padStart(3, '0');
  const first = `${time}.${milliseconds} ${level} ${loggerName} ${message}\n`;
  return first + stack.map((line) => `    ${line}\n`).join('');
}
