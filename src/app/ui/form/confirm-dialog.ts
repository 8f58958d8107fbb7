import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  type MatDialog,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';

export interface Confirmation {
  title: string;
  intro?: string;
  /** What will happen. */
  sentences: readonly string[];
  /** The words of the button that does it. */
  confirm: string;
  /** Of the button that does not; `Cancel` where there are none. */
  cancel?: string;
}

@Component({
  selector: 'us-confirm-dialog',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title>{{ data.title }}</h2>
    <mat-dialog-content>
      @if (data.intro; as intro) {
        <p>{{ intro }}</p>
      }
      <ul>
        @for (sentence of data.sentences; track $index) {
          <li>{{ sentence }}</li>
        }
      </ul>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton [mat-dialog-close]="false" cdkFocusInitial>{{ data.cancel ?? 'Cancel' }}</button>
      <button matButton [mat-dialog-close]="true">{{ data.confirm }}</button>
    </mat-dialog-actions>
  `,
})
class ConfirmDialog {
  protected readonly data = inject<Confirmation>(MAT_DIALOG_DATA);
}

/** Resolves to whether the person wants it. */
export function confirmed(dialog: MatDialog, data: Confirmation): Promise<boolean> {
  const closed = dialog.open<ConfirmDialog, Confirmation, boolean>(ConfirmDialog, { data }).afterClosed();
  return new Promise((resolve) => closed.subscribe((answer) => resolve(answer === true)));
}

/** Asks before changes are lost; without any there is nothing to ask. */
export async function mayLose(dialog: MatDialog, changes: readonly string[]): Promise<boolean> {
  if (changes.length === 0) return true;
  return confirmed(dialog, {
    title: 'Leave without saving?',
    intro: 'Not saved:',
    sentences: changes,
    confirm: 'Leave and lose it',
    cancel: 'Stay',
  });
}
