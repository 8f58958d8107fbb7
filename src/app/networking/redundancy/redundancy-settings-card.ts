import { Component, computed, input, model, output } from '@angular/core';
import { FormField, FormRoot } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatCard, MatCardContent, MatCardHeader, MatCardTitle } from '@angular/material/card';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatError, MatFormField, MatLabel, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { redundancyConfig, type RedundancyConfig } from '#contract/redundancy-config';
import type { Rejection } from '../../gateways/edited.ts';
import type { RedundancyConfigView } from '../../gateways/redundancy-config-api.ts';
import { Flag } from '../../ui/flag.ts';
import { FieldNotes } from '../../ui/form/field-notes.ts';
import { showErrorsAtOnce } from '../../ui/form/show-errors-at-once.ts';
import { pointerOf, type ConfigDraft, type ConfigMember } from './config-draft.ts';
import { configForm, errorOf, fieldsOf } from './config-form.ts';
import { budgetSentences, decidedElsewhere, notesOf, warningOf } from './config-notes.ts';
import type { ConfigScene } from './config-scene.ts';
import { deciderFor, ownPart, sections, settings } from './config-settings.ts';
import { consequencesOf, linkConsequences } from './save-consequences.ts';

/** One node's redundancy settings to edit. What is typed belongs to the page, so that no failure can lose it. */
@Component({
  selector: 'us-redundancy-settings-card',
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
    MatSuffix,
  ],
  providers: [showErrorsAtOnce],
  templateUrl: './redundancy-settings-card.html',
  styleUrl: './redundancy-settings-card.css',
})
export class RedundancySettingsCard {
  readonly view = input.required<RedundancyConfigView>();
  readonly scene = input.required<ConfigScene>();
  readonly draft = model.required<ConfigDraft>();
  /** Only an administrator changes settings. */
  readonly mayEdit = input.required<boolean>();
  readonly saving = input(false);
  readonly rejection = input<Rejection<ConfigDraft> | null>(null);
  readonly save = output<RedundancyConfig>();
  readonly discard = output<void>();

  protected readonly errorOf = errorOf;
  protected readonly form = configForm(this.draft, {
    disabledBecause: (member) => this.disabledBecause(member),
    rejection: () => this.rejection(),
  });
  protected readonly fields = computed(() => fieldsOf(this.form));
  protected readonly sections = computed(() =>
    sections.map(({ title, settings: own }) => ({
      title,
      sentences: title === 'Failover timeout' ? budgetSentences(this.draft(), this.scene()) : [],
      rows: own.map((setting) => ({
        setting,
        decided: decidedElsewhere(setting, this.draft(), this.scene()),
        notes: notesOf(setting, this.view().pinned),
        warning: warningOf(setting, this.draft(), this.scene()),
      })),
    })),
  );
  /** What a save would send: of what the other node decides, the saved value. */
  private readonly own = computed(() => ownPart(this.draft(), this.view().saved));
  protected readonly effects = computed(() => consequencesOf(this.view().saved, this.own(), this.scene()));
  protected readonly outcome = computed(() => linkConsequences(this.view().saved, this.own(), this.scene()));
  /** The settings to correct first. What the gateway refused may be tried again: the reason can be gone. */
  protected readonly toCorrect = computed(() =>
    settings
      .filter((setting) => deciderFor(setting, this.draft().role) === null)
      .filter(({ member }) =>
        this.fields()
          [member]()
          .errors()
          .some(({ kind }) => kind !== 'gateway'),
      ),
  );
  protected readonly canSave = computed(
    () => this.mayEdit() && !this.saving() && this.effects().length > 0 && this.toCorrect().length === 0,
  );

  protected trySave(): void {
    const config = redundancyConfig.safeParse(this.own());
    if (this.canSave() && config.success) this.save.emit(config.data);
  }

  private disabledBecause(member: ConfigMember): string | null {
    const flag = this.view().pinned[pointerOf(member)];
    if (flag !== undefined) return `Set by ${flag}`;
    return this.mayEdit() ? null : 'Only an administrator changes settings';
  }
}
