import type { NodeSettingsView } from '#contract/node-settings';
import type { Failure, Received } from '../../gateways/failure.ts';
import { changeInWords } from './save-effects.ts';
import { changedMembers, rebased, settingsMembers, type SettingsDraft } from './settings-draft.ts';
import type { Rejection } from './settings-form.ts';

/** What the gateway last said, and the revision that a save must name. */
export interface Loaded {
  view: NodeSettingsView;
  etag: string | null;
}

export type SaveOutcome =
  | { kind: 'saved'; at: number }
  | { kind: 'failed'; failure: Failure }
  /** Somebody else saved first. `failure`: their settings could not be fetched. */
  | { kind: 'conflict'; failure: Failure | null }
  /** Theirs were fetched; what they changed, in words. */
  | { kind: 'merged'; changes: readonly string[] };

/** The settings of one node while they are edited. Nothing but the person takes away what was typed. */
export interface SettingsState {
  loaded: Loaded | null;
  draft: SettingsDraft | null;
  busy: 'loading' | 'saving' | null;
  loadFailure: Failure | null;
  outcome: SaveOutcome | null;
  rejection: Rejection | null;
}

export const initialSettings: SettingsState = {
  loaded: null,
  draft: null,
  busy: null,
  loadFailure: null,
  outcome: null,
  rejection: null,
};

export function isDirty({ loaded, draft }: SettingsState): boolean {
  return loaded !== null && draft !== null && changedMembers(loaded.view.saved, draft).length > 0;
}

export function withLoaded(state: SettingsState, view: NodeSettingsView, received: Received): SettingsState {
  const loaded = { view, etag: received.etag };
  if (state.loaded === null || state.draft === null) return { ...initialSettings, loaded, draft: view.saved };
  const before = state.loaded.view.saved;
  const changes = changedMembers(before, view.saved).map((member) => changeInWords(before, view.saved, member));
  const draft = rebased(state.draft, before, view.saved);
  return { ...initialSettings, loaded, draft, outcome: { kind: 'merged', changes } };
}

export function withLoadFailure(state: SettingsState, failure: Failure): SettingsState {
  if (state.loaded === null) return { ...state, busy: null, loadFailure: failure };
  return { ...state, busy: null, outcome: { kind: 'conflict', failure } };
}

/** `sent`: what the save carried; what was typed since then stays. */
export function withSaved(
  state: SettingsState,
  sent: SettingsDraft,
  view: NodeSettingsView,
  received: Received,
): SettingsState {
  return {
    ...initialSettings,
    loaded: { view, etag: received.etag },
    draft: state.draft === null ? view.saved : rebased(state.draft, sent, view.saved),
    outcome: { kind: 'saved', at: received.receivedAt },
  };
}

/** The same settings, told again with what was found out since. */
export function withNews(state: SettingsState, view: NodeSettingsView, received: Received): SettingsState {
  if (state.busy !== null || state.loaded?.etag !== received.etag) return state;
  return { ...state, loaded: { view, etag: received.etag } };
}

export function withSaveFailure(state: SettingsState, sent: SettingsDraft, failure: Failure): SettingsState {
  if (failure.kind === 'refused' && failure.status === 412) {
    return { ...state, busy: null, rejection: null, outcome: { kind: 'conflict', failure: null } };
  }
  return { ...state, busy: null, rejection: rejectionOf(sent, failure), outcome: { kind: 'failed', failure } };
}

function rejectionOf(rejected: SettingsDraft, failure: Failure): Rejection | null {
  if (failure.kind !== 'refused') return null;
  const errors = (failure.problem?.errors ?? []).flatMap(({ pointer, detail }) =>
    settingsMembers.filter((member) => pointer === `/${member}`).map((member) => ({ member, detail })),
  );
  return errors.length === 0 ? null : { rejected, errors };
}
