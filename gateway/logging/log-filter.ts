import { sortOf } from '#contract/list';
import { logLevel, logSortMembers, type LogFilters, type LogLevel, type LogQuery } from '#contract/logs';

/** How loud a level is: what is stored for it. */
export function rankOf(level: LogLevel): number {
  return logLevel.options.indexOf(level);
}

export interface LogFilter {
  /** An SQL condition on `lines`; `TRUE` when every line matches. */
  condition: string;
  values: (string | number)[];
}

/** Which lines by their place, besides what they are. */
type Place = Pick<LogQuery, 'after' | 'before'>;

/** What everybody is given who asks for nothing in particular. */
export const notApart = 'apart = 0';

/** The SQL of what a query asks for, without its window. */
export function filterOf(query: LogFilters & Place): LogFilter {
  const parts: [condition: string, ...values: (string | number)[]][] = [];
  if (query.after !== undefined) parts.push(['id > ?', query.after]);
  if (query.before !== undefined) parts.push(['id < ?', query.before]);
  if (query.unmerged !== 'true' && query.logger?.startsWith('redundancy.provider.') !== true) parts.push([notApart]);
  // Nothing is as loud as OFF: no line matches.
  if (query.minLevel !== undefined) parts.push(['level >= ?', rankOf(query.minLevel)]);
  if (query.logger?.endsWith('.*') === true) parts.push(['instr(loggerName, ?) = 1', query.logger.slice(0, -1)]);
  else if (query.logger !== undefined) parts.push(['loggerName = ?', query.logger]);
  if (query.startTime !== undefined) parts.push(['timestamp >= ?', query.startTime]);
  if (query.endTime !== undefined) parts.push(['timestamp <= ?', query.endTime]);
  if (query.search !== undefined && query.search !== '') parts.push(searchFor(query.search));
  return {
    condition: parts.map(([condition]) => condition).join(' AND ') || 'TRUE',
    values: parts.flatMap(([, ...values]) => values),
  };
}

function searchFor(text: string): [string, string, string] {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  // LIKE itself ignores case within ASCII only, and is much faster than the function.
  const [from, to] = /^\p{ASCII}*$/u.test(text) ? ['', ''] : ['lowercase(', ')'];
  const like = (column: string) => `${from}${column}${to} LIKE ? ESCAPE '\\'`;
  return [`(${like('message')} OR ${like('loggerName')})`, pattern, pattern];
}

/** The SQL order: what the query says, else newest first, and after a cursor oldest first. */
export function orderOf({ sortBy, after }: LogQuery): string {
  const sort = sortOf(sortBy, logSortMembers);
  if (sort !== null) return `${sort.by} ${sort.way}, id ${sort.way}`;
  return after === undefined ? 'id DESC' : 'id ASC';
}
