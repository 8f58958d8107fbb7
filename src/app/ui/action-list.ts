import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';

/** What can be ordered by a button, which asks before anything happens. */
export interface Orderable {
  id: string;
  label: string;
  /** Why it cannot be pressed; `null`: it can. */
  because: string | null;
  /** What is to be known beside a button that can be pressed. */
  note: string | null;
}

/** Buttons with what is to be known of each, or why it cannot be pressed, under them. */
@Component({
  selector: 'us-action-list',
  imports: [MatButton],
  template: `
    <ul>
      @for (action of actions(); track action.id) {
        <li>
          <button
            mat-stroked-button
            type="button"
            [attr.aria-describedby]="action.id + '-reason'"
            [disabled]="action.because !== null"
            (click)="asked.emit(action.id)"
          >
            {{ action.label }} …
          </button>
          <p [id]="action.id + '-reason'">{{ action.because ?? action.note }}</p>
        </li>
      }
    </ul>
  `,
  styleUrl: './action-list.css',
})
export class ActionList {
  readonly actions = input.required<readonly Orderable[]>();
  /** The id of what is asked for. */
  readonly asked = output<string>();
}
