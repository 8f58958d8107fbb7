import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Writable } from 'node:stream';
import { systemCode } from '../config/disk/durable-file.ts';

/** Takes text and never waits for whoever reads it: what a reader leaves for too long is lost to him. */
export interface TextSink {
  write: (text: string) => void;
  /** Resolves when everything is written, or after half a second. */
  drain: () => Promise<void>;
}

const mostWaitingBytes = 4_194_304;
const drainMs = 500;
const retryMs = 20;

/** The standard output of the process. Nothing else should write to it in quantity. */
export function standardOutput(): TextSink {
  return (isatty(1) ? openTerminal() : null) ?? new StreamSink(process.stdout);
}

/** A pipe or a file. A stream that fails, since its reader has gone, is left alone from then on. */
export class StreamSink implements TextSink {
  readonly #stream: Writable;
  #failed = false;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', () => {
      this.#failed = true;
    });
  }

  write(text: string): void {
    if (!this.#failed && this.#stream.writableLength < mostWaitingBytes) this.#stream.write(text);
  }

  drain(): Promise<void> {
    return patiently(() => this.#failed || this.#stream.writableLength === 0);
  }
}

/**
 * A terminal. `process.stdout` would stop the whole process, and with it the heartbeat of the pair, as soon as somebody
 * presses Ctrl-S or selects text: Node writes to terminals synchronously.
 */
export class TerminalSink implements TextSink {
  readonly #file: number;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #retry: NodeJS.Timeout | null = null;
  #failed = false;

  /** Takes a descriptor that was opened with `O_NONBLOCK`. */
  constructor(file: number) {
    this.#file = file;
  }

  write(text: string): void {
    if (this.#failed || this.#waitingBytes > mostWaitingBytes) return;
    const bytes = Buffer.from(text);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#retry === null) this.#push();
  }

  drain(): Promise<void> {
    return patiently(() => this.#waiting.length === 0);
  }

  #push(): void {
    this.#retry = null;
    try {
      for (let [first] = this.#waiting; first !== undefined; [first] = this.#waiting) {
        const written = writeSync(this.#file, first);
        this.#waitingBytes -= written;
        if (written < first.length) this.#waiting[0] = first.subarray(written);
        else this.#waiting.shift();
      }
    } catch (error) {
      if (systemCode(error) !== 'EAGAIN') return this.#giveUp();
      this.#retry = setTimeout(() => {
        this.#push();
      }, retryMs).unref();
    }
  }

  #giveUp(): void {
    this.#failed = true;
    this.#waiting = [];
    closeSync(this.#file);
  }
}

/** Opened anew: to make the given descriptor non-blocking would do the same to the shell, which shares it. */
function openTerminal(): TextSink | null {
  try {
    return new TerminalSink(openSync('/dev/fd/1', constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY));
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null;
  }
}

async function patiently(isDone: () => boolean): Promise<void> {
  for (const endAt = Date.now() + drainMs; !isDone() && Date.now() < endAt;) {
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}
