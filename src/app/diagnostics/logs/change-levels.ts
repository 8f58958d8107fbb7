import { DestroyRef, inject, signal, type Signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { combineLatest, distinctUntilChanged, EMPTY, switchMap, tap, type Observable } from 'rxjs';
import type { Logger } from '#contract/logs';
import type { Answer, Failure } from '../../gateways/failure.ts';
import { LogsApi } from '../../gateways/logs-api.ts';
import { poll } from '../../gateways/poll.ts';
import { SCHEDULER, VISIBLE } from '../../gateways/time.ts';
import type { LevelChange } from './logger-levels.ts';

/** Somebody else may change a level, and a set one ends by itself. */
const periodMs = 10_000;

export interface LevelsState {
  /** `null`: not told yet. */
  loggers: readonly Logger[] | null;
  /** Why the loggers could not be read now. */
  failure: Failure | null;
  busy: boolean;
  /** Why the last change was not made; `name` `null`: the reset of all. */
  refused: { name: string | null; failure: Failure } | null;
}

export interface LevelChanging {
  state: Signal<LevelsState>;
  setLevel(change: LevelChange): void;
  reset(): void;
}

const nothingYet: LevelsState = { loggers: null, failure: null, busy: false, refused: null };

/** The loggers of a node, read again after each change, for as long as the page that calls it is shown. */
export function changeLevels(nodeId: Signal<string | null>): LevelChanging {
  const api = inject(LogsApi);
  const destroyed = inject(DestroyRef);
  const options = { periodMs, visible: inject(VISIBLE), scheduler: inject(SCHEDULER) };
  const state = signal(nothingYet);
  const changes = signal(0);
  const node = toObservable(nodeId).pipe(
    distinctUntilChanged(),
    tap(() => state.set(nothingYet)),
  );
  combineLatest([node, toObservable(changes)])
    .pipe(
      switchMap(([id]) => (id === null ? EMPTY : poll(() => api.loggers(id), options))),
      takeUntilDestroyed(),
    )
    .subscribe((answer) =>
      state.update((last) =>
        answer.ok ? { ...last, loggers: answer.value.items, failure: null } : { ...last, failure: answer.failure },
      ),
    );
  const change = (name: string | null, request: (id: string) => Observable<Answer<unknown>>): void => {
    const id = nodeId();
    if (id === null) return;
    state.update((last) => ({ ...last, busy: true, refused: null }));
    request(id)
      .pipe(takeUntilDestroyed(destroyed))
      .subscribe((answer) => {
        const refused = answer.ok ? null : { name, failure: answer.failure };
        state.update((last) => ({ ...last, busy: false, refused }));
        changes.update((count) => count + 1);
      });
  };
  return {
    state: state.asReadonly(),
    setLevel: ({ name, level, forMs }) =>
      change(name, (id) => api.setLevel(id, name, forMs === null ? { level } : { level, forMs })),
    reset: () => change(null, (id) => api.resetLevels(id)),
  };
}
