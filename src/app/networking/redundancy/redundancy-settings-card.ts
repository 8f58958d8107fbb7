import { Component, computed, input, model, output } from '@angular/core';
import { redundancyConfig, type RedundancyConfig } from '#contract/redundancy-config';
import type { Rejection } from '../../gateways/edited.ts';
import type { RedundancyConfigView } from '../../gateways/redundancy-config-api.ts';
import { disabledBecause } from '../../ui/form/disabled-because.ts';
import type { SettingControl } from '../../ui/form/setting-field.ts';
import { SettingsCard, type SettingsSection } from '../../ui/form/settings-card.ts';
import { showErrorsAtOnce } from '../../ui/form/show-errors-at-once.ts';
import { pointerOf, type ConfigDraft } from './config-draft.ts';
import { configForm, fieldOf } from './config-form.ts';
import { budgetSentences, decidedElsewhere, notesOf, warningOf } from './config-notes.ts';
import type { ConfigScene } from './config-scene.ts';
import { ownPart, sections, type Setting } from './config-settings.ts';
import { consequencesOf, linkConsequences } from './save-consequences.ts';

/** One node's redundancy settings to edit. What is typed belongs to the page, so that no failure can lose it. */
@Component({
  selector: 'us-redundancy-settings-card',
  imports: [SettingsCard],
  providers: [showErrorsAtOnce],
  templateUrl: './redundancy-settings-card.html',
  styles: ':host { display: contents }',
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

  private readonly form = configForm(this.draft, {
    disabledBecause: (member) => disabledBecause(this.view().pinned[pointerOf(member)], this.mayEdit()),
    rejection: () => this.rejection(),
  });
  protected readonly sections = computed((): SettingsSection[] =>
    sections.map(({ title, settings: own }) => ({
      title,
      sentences: title === 'Failover timeout' ? budgetSentences(this.draft(), this.scene()) : [],
      rows: own.map((setting) => ({
        ...this.controlOf(setting),
        label: setting.label,
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

  private controlOf(setting: Setting): SettingControl {
    switch (setting.kind) {
      case 'choice':
      case 'text':
        return { ...setting, field: fieldOf(this.form, setting.member) };
      case 'onOff':
        return { ...setting, field: fieldOf(this.form, setting.member) };
      default:
        return { ...setting, field: fieldOf(this.form, setting.member) };
    }
  }

  protected send(): void {
    const config = redundancyConfig.safeParse(this.own());
    if (config.success) this.save.emit(config.data);
  }
}
