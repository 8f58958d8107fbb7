import { Component, input } from '@angular/core';

let count = 0;

/** Sentences under a field that stay while its error shows. The field points here with `aria-describedby`. */
@Component({
  selector: 'us-field-notes',
  host: { '[id]': 'id' },
  template: `
    @for (note of notes(); track $index) {
      <p>{{ note }}</p>
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
  `,
})
export class FieldNotes {
  readonly id = `us-field-notes-${count++}`;
  readonly notes = input.required<readonly string[]>();
}
