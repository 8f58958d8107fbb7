import { logLevel, type LogFilters, type LogLevel } from '#contract/logs';

/** Instead of a node's id: the nodes beside each other. */
export const bothNodes = 'both';

/** Which lines are shown. Kept in the URL, so that a link shows the same. */
export interface LogFilter {
  /** `null`: the node that the page came from. */
  nodeId: string | null;
  /** `null`: every level. */
  minLevel: LogLevel | null;
  logger: string;
  search: string;
  /** Epoch ms by the clock of the node; `null`: not bounded. */
  fromAt: number | null;
  toAt: number | null;
}

export const noFilter: LogFilter = {
  nodeId: null,
  minLevel: null,
  logger: '',
  search: '',
  fromAt: null,
  toAt: null,
};

/** The URL's query, read as outside data: what is not understood filters nothing. */
export function filterFromQuery(query: { get(name: string): string | null }): LogFilter {
  const level = logLevel.safeParse(query.get('minLevel'));
  return {
    nodeId: query.get('node'),
    minLevel: level.success ? level.data : null,
    logger: query.get('logger') ?? '',
    search: query.get('search') ?? '',
    fromAt: momentIn(query.get('from')),
    toAt: momentIn(query.get('to')),
  };
}

/** The URL's query for a filter: `null` takes a name out of it. */
export function queryOf(filter: LogFilter): Record<string, string | null> {
  return {
    node: filter.nodeId,
    minLevel: filter.minLevel,
    logger: filter.logger || null,
    search: filter.search || null,
    from: filter.fromAt === null ? null : new Date(filter.fromAt).toISOString(),
    to: filter.toAt === null ? null : new Date(filter.toAt).toISOString(),
  };
}

/** What a gateway is asked for. */
export function filtersOf({ minLevel, logger, search, fromAt, toAt }: LogFilter): LogFilters {
  return {
    ...(minLevel === null ? {} : { minLevel }),
    ...(logger === '' ? {} : { logger }),
    ...(search === '' ? {} : { search }),
    ...(fromAt === null ? {} : { startTime: fromAt }),
    ...(toAt === null ? {} : { endTime: toAt }),
  };
}

function momentIn(text: string | null): number | null {
  const at = text === null ? NaN : Date.parse(text);
  return Number.isNaN(at) || at < 0 ? null : at;
}
