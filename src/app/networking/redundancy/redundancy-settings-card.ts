import { Component, computed, input, model, output } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatError, MatFormField, MatLabel, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { redundancyConfig, type RedundancyConfig } from '#contract/redundancy-config';
import type { Rejection } from '../../gateways/edited.ts';
import type { RedundancyConfigView } from '../../gateways/redundancy-config-api.ts';
import { disabledBecause } from '../../ui/form/disabled-because.ts';
import { errorOf } from '../../ui/form/field-error.ts';
import { FieldNotes } from '../../ui/form/field-notes.ts';
import { mistakesIn } from '../../ui/form/mistakes.ts';
import { SettingsCard } from '../../ui/form/settings-card.ts';
import { showErrorsAtOnce } from '../../ui/form/show-errors-at-once.ts';
import { pointerOf, type ConfigDraft } from './config-draft.ts';
import { configForm, fieldsOf } from './config-form.ts';
import { budgetSentences, decidedElsewhere, notesOf, warningOf } from './config-notes.ts';
import type { ConfigScene } from './config-scene.ts';
import { deciderFor, ownPart, sections, settings } from './config-settings.ts';
import { consequencesOf, linkConsequences } from './save-consequences.ts';

/** One node's redundancy settings to edit. What is typed belongs to the page, so that no failure can lose it. */
@Component({
  selector: 'us-redundancy-settings-card',
  imports: [FieldNotes, FormField, MatCheckbox, MatError, MatFormField, MatInput, MatLabel, MatSuffix, SettingsCard],
  providers: [showErrorsAtOnce],
  templateUrl: './redundancy-settings-card.html',
  styleUrls: ['../../ui/form/fieldset.css', './redundancy-settings-card.css'],
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
    disabledBecause: (member) => disabledBecause(this.view().pinned[pointerOf(member)], this.mayEdit()),
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
  protected readonly mistakes = computed(() => {
    const decidedHere = settings.filter((setting) => deciderFor(setting, this.draft().role) === null);
    return mistakesIn(decidedHere.map(({ member, label }) => ({ label, field: this.fields()[member] })));
  });

  protected send(): void {
    const config = redundancyConfig.safeParse(this.own());
    if (config.success) this.save.emit(config.data);
  }
}
