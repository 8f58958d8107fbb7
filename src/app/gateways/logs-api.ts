import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import {
  logger,
  loggers,
  logLines,
  type LevelQuery,
  type LogFilters,
  type Logger,
  type Loggers,
  type LogLines,
  type LogQuery,
} from '#contract/logs';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';

const base = '/data/api/v1/logs';
const nothing = z.unknown();
/** A gateway keeps some ten megabytes of log. */
const downloadMs = 60_000;

/** Log lines and loggers of a node. */
@Injectable({ providedIn: 'root' })
export class LogsApi {
  private readonly client = inject(GatewayClient);

  lines(nodeId: string, query: Partial<LogQuery>): Observable<Answer<LogLines>> {
    return this.client.ask(nodeId, { path: base + queryText(query), answer: logLines });
  }

  /** Every line that matches, oldest first, as the text of a file. */
  download(nodeId: string, filters: LogFilters, format: 'text' | 'json'): Observable<Answer<string>> {
    const path = `${base}/download${queryText({ ...filters, format })}`;
    return this.client.ask(nodeId, { path, answer: z.string(), answerAs: 'text', timeoutMs: downloadMs });
  }

  /** All of them, or those with this in their name. */
  loggers(nodeId: string, search?: string): Observable<Answer<Loggers>> {
    return this.client.ask(nodeId, { path: `${base}/loggers${queryText({ search })}`, answer: loggers });
  }

  setLevel(nodeId: string, name: string, query: LevelQuery): Observable<Answer<Logger>> {
    const path = `${base}/loggers/${encodeURIComponent(name)}${queryText(query)}`;
    return this.client.ask(nodeId, { method: 'POST', path, answer: logger });
  }

  resetLevels(nodeId: string): Observable<Answer<unknown>> {
    return this.client.ask(nodeId, { method: 'POST', path: `${base}/levelreset`, answer: nothing });
  }
}

function queryText(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
