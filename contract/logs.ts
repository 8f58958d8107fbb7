import * as z from 'zod/mini';
import { listOf } from './list.ts';

/** Loudest last. `OFF` silences a logger. */
export const logLevel = z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'OFF']);
export type LogLevel = z.infer<typeof logLevel>;

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

const count = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(1_000_000_000_000_000));

/** How many items an answer holds at most; -1 asks for as many as one answer can hold. */
const limitUpTo = (most: number) =>
  z.coerce.number().check(
    z.int(),
    z.minimum(-1),
    z.maximum(most),
    z.refine((limit) => limit !== 0, { error: 'At least 1, or -1 for all' }),
    z.overwrite((limit) => (limit === -1 ? most : limit)),
  );

export const logQuery = z.strictObject({
  minLevel: z.optional(logLevel),
  /** Exact name, or a prefix that ends in `.*`. */
  logger: z.optional(z.string().check(z.maxLength(200))),
  /** Text in the message or the logger's name, case ignored. */
  search: z.optional(z.string().check(z.maxLength(200))),
  startTime: z.optional(count),
  endTime: z.optional(count),
  limit: z._default(limitUpTo(1000), 200),
  offset: z._default(count, 0),
  after: z.optional(count),
});
export type LogQuery = z.infer<typeof logQuery>;

export const logger = z.object({
  name: z.string(),
  /** The level in force. */
  level: logLevel,
  /** The level that was set here; `null`: taken from the parent. */
  ownLevel: z.nullable(logLevel),
  /** When the set level ends by itself, epoch ms; `null`: until changed. */
  untilAt: z.nullable(z.number()),
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

/** `POST /data/api/v1/logs/loggers/:name?level=&forMs=`. */
export const levelQuery = z.strictObject({
  level: logLevel,
  /** How long, ms; without it until changed. */
  forMs: z.optional(z.coerce.number().check(z.int(), z.minimum(1000), z.maximum(86_400_000))),
});
export type LevelQuery = z.infer<typeof levelQuery>;
