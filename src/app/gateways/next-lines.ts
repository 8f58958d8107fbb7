import { map, of, switchMap, type Observable } from 'rxjs';
import type { LogFilters, LogLine, LogLines, LogQuery } from '#contract/logs';
import type { Answer } from './failure.ts';

/** How many lines one answer may bring. */
export const batchSize = 500;

/** What one request brought. */
export interface LogBatch {
  lines: readonly LogLine[];
  /** Lines after the cursor that are neither in this batch nor in one before. */
  skipped: number;
}

type AskLines = (query: Partial<LogQuery>) => Observable<Answer<LogLines>>;

/** The newest lines, or what is newer than the cursor; where that is too much for one answer, the newest of it. */
export function nextLines(ask: AskLines, filters: LogFilters, cursor: number | null): Observable<Answer<LogBatch>> {
  const query = { ...filters, limit: batchSize };
  const newest = (skipped: number) => ask(query).pipe(map((answer) => batch(answer, skipped)));
  if (cursor === null) return newest(0);
  return ask({ ...query, after: cursor }).pipe(
    switchMap((answer) => {
      const left = answer.ok ? answer.value.metadata.matching - answer.value.items.length : 0;
      return left > 0 ? newest(left) : of(batch(answer, 0));
    }),
  );
}

function batch(answer: Answer<LogLines>, skipped: number): Answer<LogBatch> {
  return answer.ok ? { ...answer, value: { lines: answer.value.items, skipped } } : answer;
}
