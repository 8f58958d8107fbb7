import type { Failure, Received } from './failure.ts';

/** What a gateway answers: with the settings as they stand in the form. */
export interface Saved<Draft> {
  saved: Draft;
}

/** How settings of a kind are edited: `Draft` is what stands in the form. */
export interface Editing<Draft> {
  /** What differs, in words for a person. */
  changes: (from: Draft, to: Draft) => readonly string[];
  /** The draft on top of other saved settings: what was typed stays, what was not becomes theirs. */
  rebased: (draft: Draft, base: Draft, theirs: Draft) => Draft;
}

/** What the gateway found wrong, by JSON pointer, and with which values. */
export interface Rejection<Draft> {
  rejected: Draft;
  errors: readonly { pointer: string; detail: string }[];
}

export type SaveOutcome =
  | { kind: 'saved'; at: number }
  | { kind: 'failed'; failure: Failure }
  /** Somebody else saved first. `failure`: their settings could not be fetched. */
  | { kind: 'conflict'; failure: Failure | null }
  /** Theirs were fetched; what they changed, in words. */
  | { kind: 'merged'; changes: readonly string[] };

/** The settings of one node while they are edited. Nothing but the person takes away what was typed. */
export interface Edited<View, Draft> {
  /** What the gateway last said, and the revision that a save must name. */
  loaded: { view: View; etag: string | null } | null;
  draft: Draft | null;
  busy: 'loading' | 'saving' | null;
  loadFailure: Failure | null;
  outcome: SaveOutcome | null;
  rejection: Rejection<Draft> | null;
}

export const notLoaded: Edited<never, never> = {
  loaded: null,
  draft: null,
  busy: null,
  loadFailure: null,
  outcome: null,
  rejection: null,
};

/** What is typed and not saved, in words. */
export function unsaved<V extends Saved<D>, D>(
  editing: Editing<D>,
  { loaded, draft }: Edited<V, D>,
): readonly string[] {
  return loaded === null || draft === null ? [] : editing.changes(loaded.view.saved, draft);
}

export function withLoaded<V extends Saved<D>, D>(
  editing: Editing<D>,
  state: Edited<V, D>,
  { value: view, received }: { value: V; received: Received },
): Edited<V, D> {
  const loaded = { view, etag: received.etag };
  const theirs = view.saved;
  if (state.loaded === null || state.draft === null) return { ...notLoaded, loaded, draft: theirs };
  const before = state.loaded.view.saved;
  const draft = editing.rebased(state.draft, before, theirs);
  return { ...notLoaded, loaded, draft, outcome: { kind: 'merged', changes: editing.changes(before, theirs) } };
}

export function withLoadFailure<V, D>(state: Edited<V, D>, failure: Failure): Edited<V, D> {
  if (state.loaded === null) return { ...state, busy: null, loadFailure: failure };
  return { ...state, busy: null, outcome: { kind: 'conflict', failure } };
}

/** `sent`: what stood in the form when it was sent; what was typed since then stays. */
export function withSaved<V extends Saved<D>, D>(
  editing: Editing<D>,
  state: Edited<V, D>,
  sent: D,
  { value: view, received }: { value: V; received: Received },
): Edited<V, D> {
  const saved = view.saved;
  return {
    ...notLoaded,
    loaded: { view, etag: received.etag },
    draft: state.draft === null ? saved : editing.rebased(state.draft, sent, saved),
    outcome: { kind: 'saved', at: received.receivedAt },
  };
}

export function withSaveFailure<V, D>(state: Edited<V, D>, rejected: D, failure: Failure): Edited<V, D> {
  if (failure.kind === 'refused' && failure.status === 412) {
    return { ...state, busy: null, rejection: null, outcome: { kind: 'conflict', failure: null } };
  }
  const errors = failure.kind === 'refused' ? (failure.problem?.errors ?? []) : [];
  const rejection = errors.length === 0 ? null : { rejected, errors };
  return { ...state, busy: null, rejection, outcome: { kind: 'failed', failure } };
}

/** The same settings, told again with what was found out since. */
export function withNews<V, D>(
  state: Edited<V, D>,
  { value: view, received: { etag } }: { value: V; received: Received },
): Edited<V, D> {
  return state.busy !== null || state.loaded?.etag !== etag ? state : { ...state, loaded: { view, etag } };
}
