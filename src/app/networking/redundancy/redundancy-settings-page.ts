import { Component, DestroyRef, computed, effect, inject, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';
import type { RedundancyConfig } from '#contract/redundancy-config';
import * as edited from '../../gateways/edited.ts';
import type { Failure } from '../../gateways/failure.ts';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { RedundancyConfigApi, type RedundancyConfigView } from '../../gateways/redundancy-config-api.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { sessionFeature } from '../../gateways/session-state.ts';
import { NOW } from '../../gateways/time.ts';
import { ConfirmDialog, type Confirmation } from '../../ui/form/confirm-dialog.ts';
import { FormNotice } from '../../ui/form/form-notice.ts';
import { LeaveDialog } from '../../ui/form/leave-dialog.ts';
import type { Leavable } from '../../ui/form/leave-guard.ts';
import { momentInWords } from '../../ui/moment.ts';
import type { ConfigDraft } from './config-draft.ts';
import { configEditing, refusedInWords } from './config-editing.ts';
import type { ConfigScene } from './config-scene.ts';
import { selectScenes } from './config-scenes.ts';
import { RedundancySettingsCard } from './redundancy-settings-card.ts';
import { changesMode, consequencesOf, linkConsequences } from './save-consequences.ts';

type State = edited.Edited<RedundancyConfigView, ConfigDraft>;

/** Networking > Redundancy: the settings of both nodes, the Master's left. */
@Component({
  selector: 'us-redundancy-settings-page',
  imports: [FormNotice, MatButton, MatProgressBar, RedundancySettingsCard],
  host: { '(window:beforeunload)': 'unloading($event)' },
  templateUrl: './redundancy-settings-page.html',
  styleUrl: './redundancy-settings-page.css',
})
export class RedundancySettingsPage implements Leavable {
  private readonly api = inject(RedundancyConfigApi);
  private readonly destroyed = inject(DestroyRef);
  private readonly dialog = inject(MatDialog);
  private readonly store = inject(Store);
  private readonly now = inject(NOW);
  private readonly pair = this.store.selectSignal(selectScenes, { equal: sameValue });
  private readonly session = this.store.selectSignal(sessionFeature.selectSession);
  private readonly states = signal<Readonly<Record<string, State>>>({});

  protected readonly mayEdit = computed(() => this.session()?.role === 'administrator');
  protected readonly nodes = computed(() => {
    const states = this.states();
    return this.pair().map(({ otherId, ...scene }) => {
      const config = otherId === null ? null : (states[otherId]?.loaded?.view.saved ?? null);
      const other = scene.other === null ? null : { ...scene.other, config };
      return { scene: { ...scene, other }, state: states[scene.nodeId] ?? edited.notLoaded };
    });
  });

  constructor() {
    effect(() => {
      const ids = this.pair().map(({ nodeId }) => nodeId);
      untracked(() => {
        for (const id of ids) if (this.states()[id] === undefined) this.load(id);
      });
    });
  }

  /** What is typed stays on top of what comes. */
  protected load(nodeId: string): void {
    this.change(nodeId, (state) => ({ ...state, busy: 'loading' }));
    const answers = this.api.read(nodeId).pipe(takeUntilDestroyed(this.destroyed));
    answers.subscribe((answer) =>
      this.change(nodeId, (state) =>
        answer.ok ? edited.withLoaded(configEditing, state, answer) : edited.withLoadFailure(state, answer.failure),
      ),
    );
  }

  protected async save(scene: ConfigScene, body: RedundancyConfig): Promise<void> {
    const { loaded, draft: sent } = this.stateOf(scene.nodeId);
    if (loaded === null || sent === null) return;
    const { saved, pinned } = loaded.view;
    if (changesMode(saved, body) && !(await this.confirmed(saved, body, scene))) return;
    this.change(scene.nodeId, (state) => ({ ...state, busy: 'saving', outcome: null, rejection: null }));
    const answers = this.api.save(scene.nodeId, body, loaded.etag).pipe(takeUntilDestroyed(this.destroyed));
    answers.subscribe((answer) => {
      this.change(scene.nodeId, (state) => {
        if (!answer.ok) return edited.withSaveFailure(state, sent, answer.failure);
        const value = { saved: answer.value, pinned };
        return edited.withSaved(configEditing, state, sent, { value, received: answer.received });
      });
    });
  }

  protected type(nodeId: string, draft: ConfigDraft): void {
    this.change(nodeId, (state) => ({ ...state, draft }));
  }

  protected discard(nodeId: string): void {
    this.change(nodeId, (state) => ({
      ...edited.notLoaded,
      loaded: state.loaded,
      draft: state.loaded?.view.saved ?? null,
    }));
  }

  protected moment(at: number): string {
    return momentInWords(at, this.now());
  }

  /** The settings that were refused say more than the refusal. */
  protected whyNotSaved(failure: Failure, { name, nodeId }: ConfigScene): string {
    const errors = this.stateOf(nodeId).rejection?.errors ?? [];
    return errors.length === 0 ? failureSentence(failure, name) : `${refusedInWords(errors)}.`;
  }

  protected why(failure: Failure, { name }: ConfigScene): string {
    return failureSentence(failure, name);
  }

  async mayLeave(): Promise<boolean> {
    const data = this.unsaved();
    if (data.length === 0) return true;
    const dialog = this.dialog.open<LeaveDialog, readonly string[], boolean>(LeaveDialog, { data });
    return (await firstValueFrom(dialog.afterClosed())) === true;
  }

  /** Closing or reloading the tab: the browser asks in its own words. */
  protected unloading(event: Event): void {
    if (this.unsaved().length > 0) event.preventDefault();
  }

  private async confirmed(saved: ConfigDraft, draft: ConfigDraft, scene: ConfigScene): Promise<boolean> {
    const sentences = [
      ...consequencesOf(saved, draft, scene).map(({ change, consequence }) => `${change}: ${consequence}.`),
      ...linkConsequences(saved, draft, scene),
    ];
    const data = { title: `Make ${scene.name} ${draft.role}?`, sentences, confirm: `Make it ${draft.role}` };
    const dialog = this.dialog.open<ConfirmDialog, Confirmation, boolean>(ConfirmDialog, { data });
    return (await firstValueFrom(dialog.afterClosed())) === true;
  }

  private unsaved(): readonly string[] {
    return this.nodes().flatMap(({ scene, state }) =>
      edited.unsaved(configEditing, state).map((change) => `${scene.name}: ${change}`),
    );
  }

  private stateOf(nodeId: string): State {
    return this.states()[nodeId] ?? edited.notLoaded;
  }

  private change(nodeId: string, by: (state: State) => State): void {
    this.states.update((states) => ({ ...states, [nodeId]: by(states[nodeId] ?? edited.notLoaded) }));
  }
}
