import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';

/** Closes with `true` to leave, with anything else to stay. */
@Component({
  selector: 'us-leave-dialog',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title>Leave without saving?</h2>
    <mat-dialog-content>
      <p>Not saved:</p>
      <ul>
        @for (change of changes; track $index) {
          <li>{{ change }}</li>
        }
      </ul>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton [mat-dialog-close]="false" cdkFocusInitial>Stay</button>
      <button matButton [mat-dialog-close]="true">Leave and lose it</button>
    </mat-dialog-actions>
  `,
})
export class LeaveDialog {
  protected readonly changes = inject<readonly string[]>(MAT_DIALOG_DATA);
}
