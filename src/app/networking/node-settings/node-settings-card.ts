import { Component, computed, input, model, output } from '@angular/core';
import { FormField, FormRoot } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatCard, MatCardContent, MatCardHeader, MatCardTitle } from '@angular/material/card';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { NodeSettings, NodeSettingsView } from '#contract/node-settings';
import { nodeSettings } from '#contract/node-settings';
import type { Rejection } from '../../gateways/edited.ts';
import { Flag } from '../../ui/flag.ts';
import { FieldNotes } from '../../ui/form/field-notes.ts';
import { showErrorsAtOnce } from '../../ui/form/show-errors-at-once.ts';
import { settingsNotes } from './settings-notes.ts';
import { saveEffects } from './save-effects.ts';
import { languages, settingLabels } from './setting-words.ts';
import { errorOf, settingsForm } from './settings-form.ts';
import { settingsMembers, type SettingsDraft, type SettingsMember } from './settings-draft.ts';
import type { SettingsNode } from './settings-node.ts';

/** One node's settings to edit. What is typed belongs to the page, so that nothing that fails can lose it. */
@Component({
  selector: 'us-node-settings-card',
  imports: [
    FieldNotes,
    Flag,
    FormField,
    FormRoot,
    MatButton,
    MatCard,
    MatCardContent,
    MatCardHeader,
    MatCardTitle,
    MatCheckbox,
    MatError,
    MatFormField,
    MatInput,
    MatLabel,
  ],
  providers: [showErrorsAtOnce],
  templateUrl: './node-settings-card.html',
  styleUrl: './node-settings-card.css',
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
    disabledBecause: (member) => this.disabledBecause(member),
    systemNameEditable: () => this.view().systemNameEditable,
    rejection: () => this.rejection(),
  });
  /** The fields to correct first. What the gateway refused may be tried again: the reason can be gone. */
  protected readonly toCorrect = computed(() =>
    settingsMembers.filter((member) =>
      this.form[member]()
        .errors()
        .some((error) => error.kind !== 'gateway'),
    ),
  );
  protected readonly canSave = computed(
    () => this.mayEdit() && !this.saving() && this.effects().length > 0 && this.toCorrect().length === 0,
  );

  protected trySave(): void {
    const settings = nodeSettings.safeParse(this.draft());
    if (this.canSave() && settings.success) this.save.emit(settings.data);
  }

  private disabledBecause(member: SettingsMember): string | null {
    const flag = this.view().pinned[member];
    if (flag !== undefined) return `Set by ${flag}`;
    return this.mayEdit() ? null : 'Only an administrator changes settings';
  }
}
