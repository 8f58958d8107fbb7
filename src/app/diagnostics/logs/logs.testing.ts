import type { Logger, LogLine, LogLines } from '#contract/logs';

export function someLine(id: number, overrides: Partial<LogLine> = {}): LogLine {
  return {
    id,
    timestamp: Date.UTC(2026, 10, 21, 2, 14, 0) + id,
    loggerName: 'redundancy.link',
    level: 'INFO',
    message: `line ${id}`,
    ...overrides,
  };
}

export function someLogger(name: string, overrides: Partial<Logger> = {}): Logger {
  return { name, level: 'INFO', ownLevel: null, untilAt: null, ...overrides };
}

export function listed<T>(items: T[], matching = items.length) {
  return { items, metadata: { total: matching, matching, limit: 500, offset: 0 } };
}

/** What a gateway with these lines answers, as the contract says. */
export function answerFrom(lines: readonly LogLine[], query: URLSearchParams): LogLines {
  const limit = Number(query.get('limit') ?? 200);
  const search = query.get('search') ?? '';
  const matching = lines.filter(({ message }) => message.includes(search));
  const after = query.get('after');
  if (after === null) return listed(matching.toSorted((a, b) => b.id - a.id).slice(0, limit), matching.length);
  const newer = matching.filter(({ id }) => id > Number(after)).toSorted((a, b) => a.id - b.id);
  return listed(newer.slice(0, limit), newer.length);
}
