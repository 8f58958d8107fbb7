import { logLevel, type LogLevel } from '#contract/logs';

/** Which lines are shown. Kept in the URL, so that a link shows the same. */
export interface LogFilter {
  /** `null`: the node that the page came from. */
  nodeId: string | null;
  /** `null`: every level. */
  minLevel: LogLevel | null;
  logger: string;
  search: string;
}

export const noFilter: LogFilter = { nodeId: null, minLevel: null, logger: '', search: '' };

/** The URL's query, read as outside data: what is not understood filters nothing. */
export function filterFromQuery(query: { get(name: string): string | null }): LogFilter {
  const level = logLevel.safeParse(query.get('minLevel'));
  return {
    nodeId: query.get('node'),
    minLevel: level.success ? level.data : null,
    logger: query.get('logger') ?? '',
    search: query.get('search') ?? '',
  };
}

/** The URL's query for a filter: `null` takes a name out of it. */
export function queryOf(filter: LogFilter): Record<string, string | null> {
  return {
    node: filter.nodeId,
    minLevel: filter.minLevel,
    logger: filter.logger || null,
    search: filter.search || null,
  };
}

export function sameFilter(a: LogFilter, b: LogFilter): boolean {
  return a.nodeId === b.nodeId && a.minLevel === b.minLevel && a.logger === b.logger && a.search === b.search;
}
