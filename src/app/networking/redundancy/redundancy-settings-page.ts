import { Component, DestroyRef, computed, effect, inject, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';
import type { RedundancyConfig } from '#contract/redundancy-config';
import type { Edited } from '../../gateways/edited.ts';
import type { Failure } from '../../gateways/failure.ts';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { PairEditor } from '../../gateways/pair-editor.ts';
import { RedundancyConfigApi, type RedundancyConfigView } from '../../gateways/redundancy-config-api.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { sessionFeature } from '../../gateways/session-state.ts';
import { NOW } from '../../gateways/time.ts';
import { ConfirmDialog, type Confirmation } from '../../ui/form/confirm-dialog.ts';
import { FormNotice } from '../../ui/form/form-notice.ts';
import { LeaveDialog } from '../../ui/form/leave-dialog.ts';
import type { Leavable } from '../../ui/form/leave-guard.ts';
import { SaveNotice } from '../../ui/form/save-notice.ts';
import { saveInWords, type SaveWords } from '../../ui/form/save-words.ts';
import type { ConfigDraft } from './config-draft.ts';
import { configEditing, refusedInWords } from './config-editing.ts';
import type { ConfigScene } from './config-scene.ts';
import { selectScenes } from './config-scenes.ts';
import { RedundancySettingsCard } from './redundancy-settings-card.ts';
import { changesMode, consequencesOf, linkConsequences } from './save-consequences.ts';

type State = Edited<RedundancyConfigView, ConfigDraft>;

/** Networking > Redundancy: the settings of both nodes, the Master's left. */
@Component({
  selector: 'us-redundancy-settings-page',
  imports: [FormNotice, MatButton, MatProgressBar, RedundancySettingsCard, SaveNotice],
  host: { '(window:beforeunload)': 'unloading($event)' },
  templateUrl: './redundancy-settings-page.html',
  styleUrl: './redundancy-settings-page.css',
})
export class RedundancySettingsPage implements Leavable {
  private readonly dialog = inject(MatDialog);
  private readonly store = inject(Store);
  private readonly now = inject(NOW);
  private readonly pair = this.store.selectSignal(selectScenes, { equal: sameValue });
  private readonly session = this.store.selectSignal(sessionFeature.selectSession);
  private readonly editor = new PairEditor(inject(RedundancyConfigApi), configEditing, inject(DestroyRef));

  protected readonly mayEdit = computed(() => this.session()?.role === 'administrator');
  protected readonly nodes = computed(() =>
    this.pair().map(({ otherId, ...scene }) => {
      const config = otherId === null ? null : (this.editor.stateOf(otherId).loaded?.view.saved ?? null);
      const other = scene.other === null ? null : { ...scene.other, config };
      const state = this.editor.stateOf(scene.nodeId);
      return { scene: { ...scene, other }, state, words: this.words(state, scene.name) };
    }),
  );

  constructor() {
    effect(() => {
      const ids = this.pair().map(({ nodeId }) => nodeId);
      untracked(() => this.editor.open(ids));
    });
  }

  protected load(nodeId: string): void {
    this.editor.load(nodeId);
  }

  protected async save(scene: ConfigScene, body: RedundancyConfig): Promise<void> {
    const saved = this.editor.stateOf(scene.nodeId).loaded?.view.saved;
    if (saved === undefined) return;
    if (changesMode(saved, body) && !(await this.confirmed(saved, body, scene))) return;
    this.editor.save(scene.nodeId, body);
  }

  protected type(nodeId: string, draft: ConfigDraft): void {
    this.editor.type(nodeId, draft);
  }

  protected discard(nodeId: string): void {
    this.editor.discard(nodeId);
  }

  protected why(failure: Failure, name: string): string {
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
    return this.pair().flatMap(({ nodeId, name }) => this.editor.unsaved(nodeId).map((change) => `${name}: ${change}`));
  }

  private words({ outcome, rejection }: State, name: string): SaveWords | null {
    if (outcome === null) return null;
    const refused = rejection === null ? null : `${refusedInWords(rejection.errors)}.`;
    return saveInWords(outcome, {
      why: (failure: Failure) => failureSentence(failure, name),
      refused,
      now: this.now(),
    });
  }
}
