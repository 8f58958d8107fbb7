import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCard, MatCardContent, MatCardHeader, MatCardTitle } from '@angular/material/card';
import { Flag } from '../flag.ts';
import { mistakesIn } from './mistakes.ts';
import { SettingField, type SettingRow } from './setting-field.ts';

/** The node whose settings a card edits. */
export interface SettingsOwner {
  nodeId: string;
  name: string;
  /** `null`: not known yet. */
  role: string | null;
  /** The page came from this node. */
  here: boolean;
}

/** Settings under one heading. */
export interface SettingsSection {
  title: string;
  rows: readonly SettingRow[];
  /** What follows from them. */
  sentences?: readonly string[];
}

/** What one changed setting becomes, and when that counts. */
export interface SaveEffect {
  change: string;
  consequence: string;
}

/** The frame around one node's settings: whose they are, the fields, and what Save would do. */
@Component({
  selector: 'us-settings-card',
  imports: [Flag, MatButton, MatCard, MatCardContent, MatCardHeader, MatCardTitle, SettingField],
  templateUrl: './settings-card.html',
  styleUrl: './settings-card.css',
})
export class SettingsCard {
  readonly owner = input.required<SettingsOwner>();
  /** Only an administrator changes settings. */
  readonly mayEdit = input.required<boolean>();
  readonly saving = input.required<boolean>();
  readonly sections = input.required<readonly SettingsSection[]>();
  readonly effects = input.required<readonly SaveEffect[]>();
  /** What follows from all changes together. */
  readonly outcome = input<readonly string[]>([]);
  readonly save = output();
  readonly discard = output();

  protected readonly mistakes = computed(() => mistakesIn(this.sections().flatMap(({ rows }) => rows)));
  protected readonly canSave = computed(
    () => this.mayEdit() && !this.saving() && this.effects().length > 0 && this.mistakes().length === 0,
  );

  protected idOf(part: string): string {
    return `${part}-${this.owner().nodeId}`;
  }

  protected trySave(event: Event): void {
    event.preventDefault();
    if (this.canSave()) this.save.emit();
  }
}
