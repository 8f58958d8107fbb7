import { pino, type Logger as PinoLogger } from 'pino';
import { logLine, providerOfLogger, type LogLevel, type Logger as LoggerEntry } from '#contract/logs';
import * as z from 'zod/mini';
import { GatewayError } from '../errors.ts';
import { LevelTree, type TimedLevel } from './level-tree.ts';
import type { LogOutput, NewLogLine } from './log-output.ts';
import { rankOf } from './log-filter.ts';
import type { LogStore } from './log-store.ts';
import { plainLine, stackOf } from './log-text.ts';
import type { Logger } from './logger.ts';

export interface LoggingParts {
  store: LogStore;
  output: LogOutput;
  /** Epoch ms. */
  now?: () => number;
  /** ms, never going back: what ends after a while does not follow a clock that is set. */
  elapsed?: () => number;
}

const namePattern = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
const mostLevels = 500;
/** setTimeout takes no longer one. */
const longestTimerMs = 2_147_483_647;
/** A clock that was set by less leaves the end of a level as it was told, ms. */
const slightMs = 1000;
const writtenLine = z.omit(logLine, { id: true });

/** The loggers of the gateway, their levels, and the way of a line: pino, then the standard output and the store. */
export class Logging {
  readonly #store: LogStore;
  readonly #output: LogOutput;
  readonly #now: () => number;
  readonly #elapsed: () => number;
  readonly #tree = new LevelTree();
  readonly #loggers = new Map<string, { pino: PinoLogger; logger: Logger }>();
  /** Providers whose lines below INFO stand with the others. */
  readonly #merged = new Set<string>();
  readonly #root: PinoLogger;
  readonly #own: Logger;
  #timer: NodeJS.Timeout | null = null;

  constructor({ store, output, now = Date.now, elapsed = () => performance.now() }: LoggingParts) {
    this.#store = store;
    this.#output = output;
    this.#now = now;
    this.#elapsed = elapsed;
    const options = {
      base: null,
      messageKey: 'message',
      timestamp: () => `,"timestamp":${String(now())}`,
      formatters: { level: (label: string) => ({ level: label.toUpperCase() }) },
    };
    const write = (json: string) => {
      this.#write(json);
    };
    this.#root = pino(options, { write });
    this.#own = this.logger('logging');
  }

  /** Opens the store and takes up the levels that were set before the restart. */
  start(): void {
    this.#store.onProblem((problem) => {
      this.#own.error(problem);
    });
    this.#store.start();
    const untilEndMs = this.#elapsed() - this.#now();
    const kept = this.#store.levels();
    this.#tree.replace(
      kept.map((entry) => ({ ...entry, endMs: entry.untilAt === null ? null : entry.untilAt + untilEndMs })),
    );
    this.#tree.expire(this.#elapsed());
    this.#store.merged().forEach((name) => this.#merged.add(name));
    this.#apply();
  }

  /** Writes what waits. Lines that come later are printed only. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#store.stop();
    await this.#output.stop();
  }

  /** The logger of a dotted name: `redundancy.link`. The same one for the same name. */
  logger(name: string): Logger {
    const known = this.#loggers.get(name);
    if (known !== undefined) return known.logger;
    const child = this.#root.child({ loggerName: name }, { level: pinoLevel(this.#tree.levelOf(name)) });
    const logger = loggerOn(child);
    this.#loggers.set(name, { pino: child, logger });
    return logger;
  }

  /** Holds at once and over restarts, for that name and what is below it. Without `forMs`: until it is changed. */
  setLevel(name: string, level: LogLevel, forMs?: number): void {
    const others = this.#tree.levels().filter((entry) => entry.name !== name);
    if (name.length > 200 || !namePattern.test(name) || others.length >= mostLevels) {
      const detail = `${plainLine(name, 40)} is no name of a logger`;
      throw new GatewayError('badRequest', { errors: [{ pointer: '/name', detail }] });
    }
    const untilAt = forMs === undefined ? null : this.#now() + forMs;
    const endMs = forMs === undefined ? null : this.#elapsed() + forMs;
    this.#change([...others, { name, level, untilAt, endMs }]);
    const ends = untilAt === null ? '' : `, until ${new Date(untilAt).toISOString()}`;
    this.#own.info(`${name} logs at ${level}${ends}`);
  }

  /** Whether what a provider logs below INFO from now on stands in the log of the node. Kept over restarts. */
  setMerge(name: string, isMerged: boolean): void {
    if (providerOfLogger(name) === null || !this.#loggers.has(name)) {
      const detail = `${plainLine(name, 40)} is no logger of a provider`;
      throw new GatewayError('badRequest', { errors: [{ pointer: '/name', detail }] });
    }
    if (isMerged) this.#merged.add(name);
    else this.#merged.delete(name);
    this.#store.keepMerged(name, isMerged);
    this.#own.info(`Lines of ${name} below INFO are ${isMerged ? 'merged into this log' : 'kept apart'} from now on`);
  }

  /** Takes all levels back that were ever set. */
  resetLevels(): void {
    this.#change([]);
    this.#own.info('All loggers are at their usual level again');
  }

  list(): LoggerEntry[] {
    this.#followClock();
    return this.#tree
      .list(this.#loggers.keys())
      .map((entry) =>
        providerOfLogger(entry.name) === null ? entry : { ...entry, merge: this.#merged.has(entry.name) },
      );
  }

  /** Ends are told, and kept, as the clock shows them now. */
  #followClock(): void {
    const offsetMs = this.#now() - this.#elapsed();
    const isOff = ({ untilAt, endMs }: TimedLevel) =>
      endMs !== null && Math.abs(endMs + offsetMs - (untilAt ?? 0)) > slightMs;
    const levels = this.#tree.levels();
    if (!levels.some(isOff)) return;
    const told = ({ endMs }: TimedLevel) => (endMs === null ? null : Math.round(endMs + offsetMs));
    this.#change(levels.map((entry) => ({ ...entry, untilAt: told(entry) })));
  }

  #change(levels: readonly TimedLevel[]): void {
    this.#tree.replace(levels);
    this.#apply();
    this.#store.keepLevels(levels);
  }

  #apply(): void {
    for (const [name, { pino: child }] of this.#loggers) child.level = pinoLevel(this.#tree.levelOf(name));
    if (this.#timer !== null) clearTimeout(this.#timer);
    const nextMs = this.#tree.nextEndMs();
    if (nextMs === null) return;
    this.#timer = setTimeout(
      () => {
        this.#expire();
      },
      Math.min(Math.max(nextMs - this.#elapsed(), 0), longestTimerMs),
    ).unref();
  }

  #expire(): void {
    const ended = this.#tree.expire(this.#elapsed());
    this.#change(this.#tree.levels());
    ended.forEach(({ name }) => {
      this.#own.info(`${name} logs at ${this.#tree.levelOf(name)} again: the time set for it is over`);
    });
  }

  #write(json: string): void {
    const line = z.parse(writtenLine, JSON.parse(json));
    this.#output.write(line, json);
    this.#store.add(this.#isApart(line) ? { ...line, apart: true } : line);
  }

  #isApart({ loggerName, level }: NewLogLine): boolean {
    const isFine = rankOf(level) < rankOf('INFO');
    return isFine && providerOfLogger(loggerName) !== null && !this.#merged.has(loggerName);
  }
}

function loggerOn(child: PinoLogger): Logger {
  const at = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, error?: unknown) => {
    if (!child.isLevelEnabled(level)) return;
    child[level](error === undefined ? {} : { stack: stackOf(error) }, plainLine(message));
  };
  return { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function pinoLevel(level: LogLevel): string {
  return level === 'OFF' ? 'silent' : level.toLowerCase();
}
