import * as z from 'zod/mini';
import { limitUpTo, listOf, sortBy } from './list.ts';
import { providerId, type ProviderId } from './providers.ts';
import { queryNumber } from './query-number.ts';

/** Loudest last. `OFF` silences a logger. */
export const logLevel = z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'OFF']);
export type LogLevel = z.infer<typeof logLevel>;

const providerPrefix = 'redundancy.provider.';

/** What replication logs of a provider. */
export function providerLogger(id: ProviderId): string {
  return providerPrefix + id;
}

/** The provider whose logger this is; `null`: it is another one. */
export function providerOfLogger(name: string): ProviderId | null {
  const id = providerId.safeParse(name.startsWith(providerPrefix) ? name.slice(providerPrefix.length) : null);
  return id.success ? id.data : null;
}

export const logLine = z.object({
  /** Cursor for `after`: grows with every line of the node. */
  id: z.int(),
  timestamp: z.number(),
  loggerName: z.string(),
  level: logLevel,
  message: z.string(),
  stack: z.optional(z.array(z.string())),
});
export type LogLine = z.infer<typeof logLine>;

/** `GET /data/api/v1/logs`, newest first; with `after`, the oldest first of what is newer. */
export const logLines = listOf(logLine);
export type LogLines = z.infer<typeof logLines>;
/** The same with the members that `properties` asked for. */
export const logLineParts = listOf(z.partial(logLine));

const count = queryNumber(0, 1_000_000_000_000_000);

const logFilters = {
  minLevel: z.optional(logLevel),
  /** Exact name, or a prefix that ends in `.*`. */
  logger: z.optional(z.string().check(z.maxLength(200))),
  /** Text in the message or the logger's name, case ignored. */
  search: z.optional(z.string().check(z.maxLength(200))),
  startTime: z.optional(count),
  endTime: z.optional(count),
  /**
   * Ours. With `true` also the lines below INFO of providers that are not merged into the log. They are always given to
   * who asks for loggers of providers only.
   */
  unmerged: z.optional(z.enum(['true', 'false'])),
};
const members = 'id|timestamp|loggerName|level|message|stack';
export const logSortMembers = ['timestamp', 'loggerName', 'level', 'message'] as const;

export const logQuery = z.strictObject({
  ...logFilters,
  limit: z._default(limitUpTo(1000), 200),
  offset: z._default(count, 0),
  /** Ours. Only lines with a greater id, oldest first. */
  after: z.optional(count),
  /** Ours. Only lines with a smaller id. */
  before: z.optional(count),
  sortBy: z.optional(sortBy(logSortMembers)),
  /** Members of each line, by commas; without it all. */
  properties: z.optional(z.string().check(z.regex(new RegExp(`^(${members})(,(${members}))*$`)))),
});
export type LogQuery = z.infer<typeof logQuery>;

/** `GET /data/api/v1/logs/download`: every line that matches, oldest first, as text or as one JSON object a line. */
export const logDownloadQuery = z.strictObject({
  ...logFilters,
  format: z._default(z.enum(['text', 'json']), 'text'),
});
export type LogDownloadQuery = z.infer<typeof logDownloadQuery>;
export type LogFilters = Pick<LogQuery, keyof typeof logFilters>;

export const logger = z.object({
  name: z.string(),
  /** The level in force. */
  level: logLevel,
  /** The level that was set here; `null`: taken from the parent. */
  ownLevel: z.nullable(logLevel),
  /** When the set level ends by itself, epoch ms; `null`: until changed. */
  untilAt: z.nullable(z.number()),
  /** Only of providers: their lines below INFO are given with the others of the node, not only on demand. */
  merge: z.optional(z.boolean()),
});
export type Logger = z.infer<typeof logger>;

/** `GET /data/api/v1/logs/loggers`. */
export const loggers = listOf(logger);
export type Loggers = z.infer<typeof loggers>;

export const loggerQuery = z.strictObject({
  /** Part of the name, case ignored. */
  search: z.optional(z.string().check(z.maxLength(200))),
  limit: z._default(limitUpTo(10_000), 10_000),
  offset: z._default(count, 0),
});
export type LoggerQuery = z.infer<typeof loggerQuery>;

/** `POST /data/api/v1/logs/loggers/:name?level=&forMs=&merge=`: a level, `merge`, or both. */
export const levelQuery = z
  .strictObject({
    level: z.optional(logLevel),
    /** How long, ms; without it until changed. */
    forMs: z.optional(queryNumber(1000, 86_400_000)),
    /** Ours, and of providers only. */
    merge: z.optional(z.enum(['true', 'false'])),
  })
  .check(
    z.refine(({ level, merge }) => level !== undefined || merge !== undefined, { error: 'A level, or merge' }),
    z.refine(({ level, forMs }) => forMs === undefined || level !== undefined, { error: 'For which level?' }),
  );
export type LevelQuery = z.infer<typeof levelQuery>;
