import { DestroyRef, effect, inject, signal, untracked, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Observable } from 'rxjs';
import * as edited from './edited.ts';
import type { Answer } from './failure.ts';

/** Where settings of a kind are read and saved, on either node. */
export interface SettingsApi<View, Body> {
  read: (nodeId: string) => Observable<Answer<View>>;
  /** `loaded`: what was changed; refused with 412 if that is no longer what is saved. */
  save: (nodeId: string, body: Body, loaded: { view: View; etag: string | null }) => Observable<Answer<View>>;
}

interface Named {
  nodeId: string;
  name: string;
}

type State<View, Draft> = edited.Edited<View, Draft>;

/** The settings of both nodes, read as soon as a node is known, while they are edited, each for itself. */
export class PairEditor<View extends edited.Saved<Draft>, Draft, Body> {
  readonly #api: SettingsApi<View, Body>;
  readonly #editing: edited.Editing<Draft>;
  readonly #pair: Signal<readonly Named[]>;
  readonly #destroyed = inject(DestroyRef);
  readonly #states = signal<Readonly<Record<string, State<View, Draft>>>>({});

  /** In an injection context. */
  constructor(api: SettingsApi<View, Body>, editing: edited.Editing<Draft>, pair: Signal<readonly Named[]>) {
    this.#api = api;
    this.#editing = editing;
    this.#pair = pair;
    effect(() => {
      for (const { nodeId } of pair()) untracked(() => this.#open(nodeId));
    });
  }

  stateOf(nodeId: string): State<View, Draft> {
    return this.#states()[nodeId] ?? edited.notLoaded;
  }

  /** What is typed and not saved, in words. */
  unsaved(): readonly string[] {
    return this.#pair().flatMap(({ nodeId, name }) =>
      edited.unsaved(this.#editing, this.stateOf(nodeId)).map((change) => `${name}: ${change}`),
    );
  }

  /** What is typed stays on top of what comes. */
  load(nodeId: string): void {
    this.#change(nodeId, (state) => ({ ...state, busy: 'loading' }));
    const answers = this.#api.read(nodeId).pipe(takeUntilDestroyed(this.#destroyed));
    answers.subscribe((answer) =>
      this.#change(nodeId, (state) =>
        answer.ok ? edited.withLoaded(this.#editing, state, answer) : edited.withLoadFailure(state, answer.failure),
      ),
    );
  }

  /** Asks again for what the gateway finds out by itself; what is edited stays as it is. */
  refresh(nodeId: string): void {
    const answers = this.#api.read(nodeId).pipe(takeUntilDestroyed(this.#destroyed));
    answers.subscribe((answer) => {
      if (answer.ok) this.#change(nodeId, (state) => edited.withNews(state, answer));
    });
  }

  save(nodeId: string, body: Body, saved: (view: View) => void = () => undefined): void {
    const { loaded, draft: sent } = this.stateOf(nodeId);
    if (loaded === null || sent === null) return;
    this.#change(nodeId, (state) => ({ ...state, busy: 'saving', outcome: null, rejection: null }));
    const answers = this.#api.save(nodeId, body, loaded).pipe(takeUntilDestroyed(this.#destroyed));
    answers.subscribe((answer) => {
      this.#change(nodeId, (state) =>
        answer.ok
          ? edited.withSaved(this.#editing, state, sent, answer)
          : edited.withSaveFailure(state, sent, answer.failure),
      );
      if (answer.ok) saved(answer.value);
    });
  }

  type(nodeId: string, draft: Draft): void {
    this.#change(nodeId, (state) => ({ ...state, draft }));
  }

  discard(nodeId: string): void {
    this.#change(nodeId, ({ loaded }) => ({
      ...edited.notLoaded,
      loaded,
      draft: loaded?.view.saved ?? null,
    }));
  }

  #open(nodeId: string): void {
    if (this.#states()[nodeId] === undefined) this.load(nodeId);
  }

  #change(nodeId: string, by: (state: State<View, Draft>) => State<View, Draft>): void {
    this.#states.update((states) => ({ ...states, [nodeId]: by(states[nodeId] ?? edited.notLoaded) }));
  }
}
