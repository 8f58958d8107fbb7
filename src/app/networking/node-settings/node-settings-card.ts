import { Component, computed, input, model, output } from '@angular/core';
import type { NodeSettings, NodeSettingsView } from '#contract/node-settings';
import { nodeSettings } from '#contract/node-settings';
import type { Rejection } from '../../gateways/edited.ts';
import { disabledBecause } from '../../ui/form/disabled-because.ts';
import { SettingsCard } from '../../ui/form/settings-card.ts';
import { showErrorsAtOnce } from '../../ui/form/show-errors-at-once.ts';
import { settingsNotes } from './settings-notes.ts';
import { saveEffects } from './save-effects.ts';
import { settingsForm } from './settings-form.ts';
import { settingsSections } from './settings-sections.ts';
import type { SettingsDraft } from './settings-draft.ts';
import type { SettingsNode } from './settings-node.ts';

/** One node's settings to edit. What is typed belongs to the page, so that nothing that fails can lose it. */
@Component({
  selector: 'us-node-settings-card',
  imports: [SettingsCard],
  providers: [showErrorsAtOnce],
  templateUrl: './node-settings-card.html',
  styles: ':host { display: contents }',
})
export class NodeSettingsCard {
  readonly view = input.required<NodeSettingsView>();
  readonly node = input.required<SettingsNode>();
  readonly draft = model.required<SettingsDraft>();
  /** Only an administrator changes settings. */
  readonly mayEdit = input.required<boolean>();
  readonly saving = input(false);
  readonly rejection = input<Rejection<SettingsDraft> | null>(null);
  readonly save = output<NodeSettings>();
  readonly discard = output<void>();

  private readonly form = settingsForm(this.draft, {
    disabledBecause: (member) => disabledBecause(this.view().pinned[member], this.mayEdit()),
    systemNameEditable: () => this.view().systemNameEditable,
    rejection: () => this.rejection(),
  });
  protected readonly sections = computed(() => settingsSections(this.form, this.notes()));
  protected readonly effects = computed(() => saveEffects(this.view(), this.draft()));
  private readonly notes = computed(() => settingsNotes(this.view(), this.draft(), this.node()));

  protected send(): void {
    const settings = nodeSettings.safeParse(this.draft());
    if (settings.success) this.save.emit(settings.data);
  }
}
