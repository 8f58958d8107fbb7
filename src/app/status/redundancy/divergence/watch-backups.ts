import { DOCUMENT, DestroyRef, inject, signal, type Signal } from '@angular/core';
import { takeUntilDestroyed, toObservable, toSignal } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import { combineLatest, distinctUntilChanged, map, scan, switchMap } from 'rxjs';
import type { KeptBackups } from '#contract/divergence';
import { BackupsApi } from '../../../gateways/backups-api.ts';
import { failureSentence } from '../../../gateways/failure-sentences.ts';
import { pollPair, heardNow, type Heard } from '../../../gateways/poll-pair.ts';
import { selectPair } from '../../../gateways/pair-selectors.ts';
import { sameValue } from '../../../gateways/same-value.ts';
import { SCHEDULER, VISIBLE } from '../../../gateways/time.ts';
import { backupsView, type BackupRow, type BackupsView } from './divergence-view.ts';

/** They change only when an administrator replaces something; if it was here, they are asked for at once. */
const periodMs = 60_000;

export interface BackupsWatch {
  view: Signal<BackupsView>;
  problem: Signal<string | null>;
  download: (row: BackupRow) => void;
}

/** What was kept on both nodes. `changed`: something may have been replaced. In an injection context. */
export function watchBackups(changed: Signal<unknown>): BackupsWatch {
  const api = inject(BackupsApi);
  const scheduler = inject(SCHEDULER);
  const page = inject(DOCUMENT);
  const destroyed = inject(DestroyRef);
  const problem = signal<string | null>(null);
  const asked = pollPair((nodeId) => api.list(nodeId), { shown: inject(VISIBLE), periodMs });
  const heard = toObservable(changed).pipe(
    switchMap(() => asked),
    scan(
      (all, { nodeId, answer }) => ({ ...all, [nodeId]: heardNow(all[nodeId], answer) }),
      {} as Readonly<Record<string, Heard<KeptBackups>>>,
    ),
  );
  const view = combineLatest({ heard, pair: inject(Store).select(selectPair) }).pipe(
    map((all) => backupsView(all.pair, all.heard, scheduler.now())),
    distinctUntilChanged<BackupsView>(sameValue),
  );
  return {
    view: toSignal(view, { initialValue: { rows: [], problems: [] } }),
    problem: problem.asReadonly(),
    download: ({ nodeId, node, id }) => {
      problem.set(null);
      api
        .download(nodeId, id)
        .pipe(takeUntilDestroyed(destroyed))
        .subscribe((answer) => {
          if (answer.ok) save(page, answer.value, `${node}-configuration-${id}.json`);
          else problem.set(failureSentence(answer.failure, node));
        });
    },
  };
}

function save(page: Document, text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = page.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
