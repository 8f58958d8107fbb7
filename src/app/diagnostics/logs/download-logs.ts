import { DOCUMENT } from '@angular/common';
import { DestroyRef, inject, signal, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { LogsApi } from '../../gateways/logs-api.ts';
import { SCHEDULER } from '../../gateways/time.ts';
import { filtersOf, type LogFilter } from './log-filter.ts';

export type LogFileFormat = 'text' | 'json';

export interface LogDownloading {
  busy: Signal<boolean>;
  /** Why the last file did not come. */
  problem: Signal<string | null>;
  download(node: { nodeId: string; nodeName: string }, filter: LogFilter, format: LogFileFormat): void;
}

/** Saves every line that matches as a file of the browser. In an injection context. */
export function downloadLogs(): LogDownloading {
  const api = inject(LogsApi);
  const scheduler = inject(SCHEDULER);
  const destroyed = inject(DestroyRef);
  const page = inject(DOCUMENT);
  const busy = signal(false);
  const problem = signal<string | null>(null);
  return {
    busy: busy.asReadonly(),
    problem: problem.asReadonly(),
    download: ({ nodeId, nodeName }, filter, format) => {
      busy.set(true);
      problem.set(null);
      api
        .download(nodeId, filtersOf(filter), format)
        .pipe(takeUntilDestroyed(destroyed))
        .subscribe((answer) => {
          busy.set(false);
          if (answer.ok) save(page, answer.value, fileName(nodeName, scheduler.now(), format));
          else problem.set(failureSentence(answer.failure, nodeName));
        });
    },
  };
}

function fileName(nodeName: string, now: number, format: LogFileFormat): string {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${nodeName}-log-${time}Z.${format === 'json' ? 'jsonl' : 'txt'}`;
}

function save(page: Document, text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = page.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
