import { Component, computed, inject, type Signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { HandoverView } from './handover-view.ts';

/** Only this confirms: however else the dialog closes (a bare `mat-dialog-close` says ''), nothing happens. */
export class HandoverConfirmed {
  readonly comment: string;

  constructor(comment: string) {
    this.comment = comment;
  }
}

/** Says what handing over would do, and greys out if that becomes impossible meanwhile. */
@Component({
  selector: 'us-handover-dialog',
  imports: [
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatFormField,
    MatInput,
    MatLabel,
  ],
  templateUrl: './handover-dialog.html',
  styleUrl: './handover-dialog.css',
})
export class HandoverDialog {
  private readonly live = inject<Signal<HandoverView>>(MAT_DIALOG_DATA);
  /** What the person decided on when the dialog opened. */
  protected readonly offer = this.live();
  protected readonly because = computed(() => {
    const now = this.live();
    return now.label === this.offer.label ? now.because : `By now ${now.from} is the active node.`;
  });

  protected confirmed(comment: string): HandoverConfirmed {
    return new HandoverConfirmed(comment);
  }
}
