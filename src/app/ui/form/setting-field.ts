import { Component, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatError, MatFormField, MatLabel, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { errorOf } from './field-error.ts';
import { FieldNotes } from './field-notes.ts';

/** A setting by what is typed or chosen for it. */
export type SettingControl =
  | { kind: 'text'; field: FieldTree<string>; placeholder?: string }
  | { kind: 'choice'; field: FieldTree<string>; options: readonly string[]; inWords?: Readonly<Record<string, string>> }
  | { kind: 'number' | 'duration'; field: FieldTree<number | null> }
  | { kind: 'onOff'; field: FieldTree<boolean> };

/** One setting of a card, with all that is said of it. */
export type SettingRow = SettingControl & {
  label: string;
  /** What stands in place of the field where it is decided elsewhere. */
  decided?: string | null;
  notes: readonly string[];
  /** What may be saved, but should be thought over. */
  warning?: string | null;
};

/** The field of one setting, or by whom it is decided. */
@Component({
  selector: 'us-setting-field',
  imports: [FieldNotes, FormField, MatCheckbox, MatError, MatFormField, MatInput, MatLabel, MatSuffix],
  templateUrl: './setting-field.html',
  styleUrl: './setting-field.css',
})
export class SettingField {
  readonly row = input.required<SettingRow>();
  protected readonly errorOf = errorOf;
}
