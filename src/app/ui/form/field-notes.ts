import { Component, input } from '@angular/core';
import { Icon } from '../icon.ts';

let count = 0;

/** Sentences under a field that stay while its error shows. The field points here with `aria-describedby`. */
@Component({
  selector: 'us-field-notes',
  imports: [Icon],
  host: { '[id]': 'id' },
  template: `
    @for (note of notes(); track $index) {
      <p>{{ note }}</p>
    }
    @if (warning() !== null) {
      <p class="warning"><us-icon name="attention" /> {{ warning() }}</p>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 4px 16px 12px;
      color: var(--mat-sys-on-surface-variant);
      font: var(--mat-sys-body-small);
    }
    p {
      margin: 0;
    }
    .warning {
      color: var(--mat-sys-on-surface);
    }
    us-icon {
      color: var(--us-bad);
    }
  `,
})
export class FieldNotes {
  readonly id = `us-field-notes-${count++}`;
  readonly notes = input.required<readonly string[]>();
  /** What may be saved, but should be thought over. */
  readonly warning = input<string | null>(null);
}
