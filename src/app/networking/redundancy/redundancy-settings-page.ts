import { Component, computed, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Store } from '@ngrx/store';
import type { RedundancyConfig } from '#contract/redundancy-config';
import type { Failure } from '../../gateways/failure.ts';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { PairEditor } from '../../gateways/pair-editor.ts';
import { RedundancyConfigApi } from '../../gateways/redundancy-config-api.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { sessionFeature } from '../../gateways/session-state.ts';
import { NOW } from '../../gateways/time.ts';
import { confirmed } from '../../ui/form/confirm-dialog.ts';
import { LoadNotice } from '../../ui/form/load-notice.ts';
import type { Leavable } from '../../ui/form/leave-guard.ts';
import { SaveNotice } from '../../ui/form/save-notice.ts';
import { saveInWords } from '../../ui/form/save-words.ts';
import { askBeforeLosing } from '../../ui/form/unsaved.ts';
import type { ConfigDraft } from './config-draft.ts';
import type { ConfigScene } from './config-scene.ts';
import { selectScenes } from './config-scenes.ts';
import { configList } from './config-settings.ts';
import { RedundancySettingsCard } from './redundancy-settings-card.ts';
import { changesMode, consequencesOf, linkConsequences } from './save-consequences.ts';

/** Networking > Redundancy: the settings of both nodes, the Master's left. */
@Component({
  selector: 'us-redundancy-settings-page',
  imports: [LoadNotice, MatProgressBar, RedundancySettingsCard, SaveNotice],
  templateUrl: './redundancy-settings-page.html',
  styleUrls: ['../../ui/form/settings-page.css', './redundancy-settings-page.css'],
})
export class RedundancySettingsPage implements Leavable {
  private readonly dialog = inject(MatDialog);
  private readonly store = inject(Store);
  private readonly now = inject(NOW);
  private readonly pair = this.store.selectSignal(selectScenes, { equal: sameValue });
  private readonly session = this.store.selectSignal(sessionFeature.selectSession);

  protected readonly editor = new PairEditor(inject(RedundancyConfigApi), configList, this.pair);
  readonly mayLeave = askBeforeLosing(() => this.editor.unsaved());

  protected readonly mayEdit = computed(() => this.session()?.role === 'administrator');
  protected readonly nodes = computed(() =>
    this.pair().map(({ otherId, ...scene }) => {
      const config = otherId === null ? null : (this.editor.stateOf(otherId).loaded?.view.saved ?? null);
      const other = scene.other === null ? null : { ...scene.other, config };
      const state = this.editor.stateOf(scene.nodeId);
      const why = (failure: Failure) => failureSentence(failure, scene.name);
      const problem = state.loadFailure === null ? null : why(state.loadFailure);
      const words = saveInWords(state, { why, labelOf: (at) => configList.labelAt(at), now: this.now() });
      return { scene: { ...scene, other }, state, problem, words };
    }),
  );

  protected async save(scene: ConfigScene, body: RedundancyConfig): Promise<void> {
    const saved = this.editor.stateOf(scene.nodeId).loaded?.view.saved;
    if (saved === undefined) return;
    if (changesMode(saved, body) && !(await this.isMeant(saved, body, scene))) return;
    this.editor.save(scene.nodeId, body);
  }

  private isMeant(saved: ConfigDraft, draft: ConfigDraft, scene: ConfigScene): Promise<boolean> {
    const sentences = [
      ...consequencesOf(saved, draft, scene).map(({ change, consequence }) => `${change}: ${consequence}.`),
      ...linkConsequences(saved, draft, scene),
    ];
    const data = { title: `Make ${scene.name} ${draft.role}?`, sentences, confirm: `Make it ${draft.role}` };
    return confirmed(this.dialog, data);
  }
}
