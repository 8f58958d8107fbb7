import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { FormNotice } from './form-notice.ts';
import type { SaveWords } from './save-words.ts';

/** How a save ended, beside the button that asked for it. */
@Component({
  selector: 'us-save-notice',
  imports: [FormNotice, MatButton],
  template: `
    @let said = words();
    @switch (said.kind) {
      @case ('saved') {
        <us-form-notice kind="good">Saved at {{ said.at }}.</us-form-notice>
      }
      @case ('failed') {
        <us-form-notice kind="bad">Not saved: {{ said.why }} What you typed is kept.</us-form-notice>
      }
      @case ('conflict') {
        <us-form-notice kind="bad">
          <p>Not saved: somebody else changed these settings after you opened them. What you typed is kept.</p>
          @if (said.why !== null) {
            <p>Theirs could not be loaded. {{ said.why }}</p>
          }
          <button matButton="outlined" type="button" [disabled]="busy()" (click)="loadTheirs.emit()">
            Load theirs, keep what I typed
          </button>
        </us-form-notice>
      }
      @case ('merged') {
        <us-form-notice kind="good">
          <p>What somebody else saved is loaded:</p>
          <ul>
            @for (change of said.changes; track $index) {
              <li>{{ change }}</li>
            } @empty {
              <li>only settings that this page does not show</li>
            }
          </ul>
          What you typed stands on top of it. Check it and save again.
        </us-form-notice>
      }
    }
  `,
  styles: `
    p,
    ul {
      margin: 0 0 8px;
    }
    ul {
      padding-inline-start: 20px;
    }
  `,
})
export class SaveNotice {
  readonly words = input.required<SaveWords>();
  readonly busy = input(false);
  readonly loadTheirs = output();
}
