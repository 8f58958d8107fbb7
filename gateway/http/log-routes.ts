import { Readable } from 'node:stream';
import * as z from 'zod/mini';
import {
  type LogFilters,
  type LogLevel,
  type LogLine,
  type LogLines,
  type LogQuery,
  type Logger,
  levelQuery,
  logDownloadQuery,
  logLineParts,
  logLines,
  logQuery,
  logger,
  loggerQuery,
  loggers,
} from '#contract/logs';
import { GatewayError } from '../errors.ts';
import { downloadText } from '../logging/log-download.ts';
import { pageOf } from './page-of.ts';
import type { GatewayApp } from './zod-provider.ts';

/** Lines that were logged. */
export interface LogLineSource {
  query(query: LogQuery): LogLines;
  /** All that match, oldest first, a part at a time. */
  download(filters: LogFilters): Iterable<LogLine[]>;
}

/** Loggers whose levels change at run time. */
export interface LoggerLevels {
  list(): Logger[];
  /** Without `forMs` until changed. Throws `badRequest` for what cannot be a logger's name. */
  setLevel(name: string, level: LogLevel, forMs?: number): void;
  /** Throws `badRequest` for what is no logger of a provider. */
  setMerge(name: string, isMerged: boolean): void;
  resetLevels(): void;
}

const base = '/data/api/v1/logs';
const tags = ['Logs'];
const noBody = z.optional(z.strictObject({}));
const polled = { needs: 'viewer', polled: true } as const;
const administrator = { needs: 'administrator' } as const;
const loggerName = z.strictObject({ name: z.string() });

export function logRoutes(app: GatewayApp, source: LogLineSource, levels: LoggerLevels): void {
  linesRoute(app, source);
  downloadRoute(app, source);
  loggersRoute(app, levels);
  levelRoute(app, levels);
  levelResetRoute(app, levels);
}

function linesRoute(app: GatewayApp, source: LogLineSource): void {
  app.get(
    base,
    {
      config: polled,
      schema: {
        operationId: 'getLogs',
        summary: 'Lines of this node’s log',
        tags,
        querystring: logQuery,
        response: { 200: z.union([logLines, logLineParts]) },
      },
    },
    ({ query }) => {
      const found = source.query(query);
      return query.properties === undefined ? found : { ...found, items: partsOf(found.items, query.properties) };
    },
  );
}

function downloadRoute(app: GatewayApp, source: LogLineSource): void {
  app.get(
    `${base}/download`,
    {
      config: { needs: 'viewer' },
      schema: {
        operationId: 'downloadLogs',
        summary: 'Every line of this node’s log that matches, as a file',
        tags,
        querystring: logDownloadQuery,
      },
    },
    ({ query: { format, ...filters } }, reply) => {
      const name = `log-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
      const [type, ending] = format === 'json' ? ['application/jsonl', 'jsonl'] : ['text/plain', 'txt'];
      return reply
        .header('Content-Disposition', `attachment; filename="${name}.${ending}"`)
        .type(`${type}; charset=utf-8`)
        .send(Readable.from(downloadText(source.download(filters), format)));
    },
  );
}

function loggersRoute(app: GatewayApp, levels: LoggerLevels): void {
  app.get(
    `${base}/loggers`,
    {
      config: polled,
      schema: {
        operationId: 'getLoggers',
        summary: 'Loggers and their levels',
        tags,
        querystring: loggerQuery,
        response: { 200: loggers },
      },
    },
    (request) => pageOf(levels.list(), request.query, { searched: ({ name }) => name }),
  );
}

function levelRoute(app: GatewayApp, levels: LoggerLevels): void {
  app.post(
    `${base}/loggers/:name`,
    {
      config: administrator,
      bodyLimit: 1024,
      schema: {
        operationId: 'setLoggerLevel',
        summary: 'Set the level of a logger, for a while or until changed; merge what a provider logs',
        tags,
        params: loggerName,
        querystring: levelQuery,
        body: noBody,
        response: { 200: logger },
      },
    },
    ({ params: { name }, query: { level, forMs, merge } }) => {
      if (merge !== undefined) levels.setMerge(name, merge === 'true');
      if (level !== undefined) levels.setLevel(name, level, forMs);
      const changed = levels.list().find((each) => each.name === name);
      if (changed === undefined) throw new GatewayError('notFound', { detail: 'There is no such logger' });
      return changed;
    },
  );
}

function levelResetRoute(app: GatewayApp, levels: LoggerLevels): void {
  app.post(
    `${base}/levelreset`,
    {
      config: administrator,
      bodyLimit: 1024,
      schema: {
        operationId: 'resetLoggerLevels',
        summary: 'Give every logger its usual level again',
        tags,
        body: noBody,
        response: { 200: loggers },
      },
    },
    () => {
      levels.resetLevels();
      return pageOf(levels.list(), z.parse(loggerQuery, {}));
    },
  );
}

function partsOf(lines: readonly LogLine[], properties: string): Partial<LogLine>[] {
  const wanted = properties.split(',');
  return lines.map((line) => Object.fromEntries(Object.entries(line).filter(([name]) => wanted.includes(name))));
}
