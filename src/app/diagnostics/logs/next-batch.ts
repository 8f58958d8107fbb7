import { map, of, switchMap, type Observable } from 'rxjs';
import type { LogLines, LogQuery } from '#contract/logs';
import type { Answer } from '../../gateways/failure.ts';
import type { LogFilter } from './log-filter.ts';
import type { LogBatch } from './log-tail.ts';

/** How many lines one answer may bring. */
const batchSize = 500;

type AskLines = (query: Partial<LogQuery>) => Observable<Answer<LogLines>>;

/** The newest lines, or what is newer than the cursor; where that is too much for one answer, the newest of it. */
export function nextBatch(ask: AskLines, filter: LogFilter, cursor: number | null): Observable<Answer<LogBatch>> {
  const query = { ...matching(filter), limit: batchSize };
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

function matching({ minLevel, logger, search }: LogFilter): Partial<LogQuery> {
  return {
    ...(minLevel === null ? {} : { minLevel }),
    ...(logger === '' ? {} : { logger }),
    ...(search === '' ? {} : { search }),
  };
}
