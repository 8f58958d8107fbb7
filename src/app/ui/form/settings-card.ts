import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCard, MatCardContent, MatCardHeader, MatCardTitle } from '@angular/material/card';
import { Flag } from '../flag.ts';

/** The node whose settings a card edits. */
export interface SettingsOwner {
  nodeId: string;
  name: string;
  /** `null`: not known yet. */
  role: string | null;
  /** The page came from this node. */
  here: boolean;
}

/** What one changed setting becomes, and when that counts. */
export interface SaveEffect {
  change: string;
  consequence: string;
}

/** A field that cannot be saved as it stands. */
export interface Mistake {
  label: string;
  error: string | null;
}

/** The frame around one node's settings: whose they are, the fields (projected), and what Save would do. */
@Component({
  selector: 'us-settings-card',
  imports: [Flag, MatButton, MatCard, MatCardContent, MatCardHeader, MatCardTitle],
  templateUrl: './settings-card.html',
  styleUrl: './settings-card.css',
})
export class SettingsCard {
  readonly owner = input.required<SettingsOwner>();
  /** Only an administrator changes settings. */
  readonly mayEdit = input.required<boolean>();
  readonly saving = input.required<boolean>();
  readonly mistakes = input.required<readonly Mistake[]>();
  readonly effects = input.required<readonly SaveEffect[]>();
  /** What follows from all changes together. */
  readonly outcome = input<readonly string[]>([]);
  readonly save = output();
  readonly discard = output();

  protected readonly canSave = computed(
    () => this.mayEdit() && !this.saving() && this.effects().length > 0 && this.mistakes().length === 0,
  );

  protected trySave(event: Event): void {
    event.preventDefault();
    if (this.canSave()) this.save.emit();
  }
}
