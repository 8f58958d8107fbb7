import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ComingNotice } from './coming-notice.ts';

/** What can be ordered by a button, which asks before anything happens. */
export interface Orderable {
  id: string;
  label: string;
  /** Why it cannot be pressed; `null`: it can. */
  because: string | null;
  /** What is to be known beside a button that can be pressed. */
  note: string | null;
}

/** The dialog that was asked for, which is loaded only then. */
export interface AskedDialog {
  /** Of what can be ordered. */
  id: string;
  state: 'idle' | 'coming' | 'missing';
  /** Why it did not come. */
  problem: string;
}

/** Buttons with what is to be known of each, or why it cannot be pressed, under them. */
@Component({
  selector: 'us-action-list',
  imports: [ComingNotice, MatButton],
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
          @if (dialog(); as dialog) {
            @if (dialog.id === action.id) {
              <us-coming-notice [state]="dialog.state" [problem]="dialog.problem" (retry)="asked.emit(action.id)" />
            }
          }
        </li>
      }
    </ul>
  `,
  styleUrl: './action-list.css',
})
export class ActionList {
  readonly actions = input.required<readonly Orderable[]>();
  readonly dialog = input<AskedDialog | null>(null);
  /** The id of what is asked for. */
  readonly asked = output<string>();
}
