import { Component, computed, input, model, output } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { NodeSettings, NodeSettingsView } from '#contract/node-settings';
import { nodeSettings } from '#contract/node-settings';
import type { Rejection } from '../../gateways/edited.ts';
import { disabledBecause } from '../../ui/form/disabled-because.ts';
import { errorOf } from '../../ui/form/field-error.ts';
import { FieldNotes } from '../../ui/form/field-notes.ts';
import { mistakesIn } from '../../ui/form/mistakes.ts';
import { SettingsCard } from '../../ui/form/settings-card.ts';
import { showErrorsAtOnce } from '../../ui/form/show-errors-at-once.ts';
import { settingsNotes } from './settings-notes.ts';
import { saveEffects } from './save-effects.ts';
import { languages, settingLabels } from './setting-words.ts';
import { settingsForm } from './settings-form.ts';
import { settingsMembers, type SettingsDraft } from './settings-draft.ts';
import type { SettingsNode } from './settings-node.ts';

/** One node's settings to edit. What is typed belongs to the page, so that nothing that fails can lose it. */
@Component({
  selector: 'us-node-settings-card',
  imports: [FieldNotes, FormField, MatCheckbox, MatError, MatFormField, MatInput, MatLabel, SettingsCard],
  providers: [showErrorsAtOnce],
  templateUrl: './node-settings-card.html',
  styleUrls: ['../../ui/form/fieldset.css', './node-settings-card.css'],
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

  protected readonly labels = settingLabels;
  protected readonly languages = Object.entries(languages);
  protected readonly errorOf = errorOf;
  protected readonly notes = computed(() => settingsNotes(this.view(), this.draft(), this.node()));
  protected readonly effects = computed(() => saveEffects(this.view(), this.draft()));
  protected readonly form = settingsForm(this.draft, {
    disabledBecause: (member) => disabledBecause(this.view().pinned[member], this.mayEdit()),
    systemNameEditable: () => this.view().systemNameEditable,
    rejection: () => this.rejection(),
  });
  protected readonly mistakes = computed(() =>
    mistakesIn(settingsMembers.map((member) => ({ label: settingLabels[member], field: this.form[member] }))),
  );

  protected send(): void {
    const settings = nodeSettings.safeParse(this.draft());
    if (settings.success) this.save.emit(settings.data);
  }
}
