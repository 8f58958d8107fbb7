import { Component, computed, inject, signal, type Signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { ActionView } from './action-view.ts';

/** What the dialog follows while it is open. */
export interface LiveAction {
  /** As it is now; `null`: there is no such action any more. */
  action: ActionView | null;
  /** What cannot be excluded. */
  caution: string | null;
}

/** Only this confirms: however else the dialog closes (a bare `mat-dialog-close` says ''), nothing happens. */
export class ActionConfirmed {
  /** The comment, the reason, or the name that was typed. */
  readonly text: string;
  /** How long the maintenance lasts, ms. */
  readonly forMs: number;

  constructor(text: string, forMs: number) {
    this.text = text;
    this.forMs = forMs;
  }
}

const minuteMs = 60_000;
const lengths = [
  { label: '15 minutes', ms: 15 * minuteMs },
  { label: '1 hour', ms: 60 * minuteMs },
  { label: '4 hours', ms: 240 * minuteMs },
  { label: '12 hours', ms: 720 * minuteMs },
  { label: '1 day', ms: 1440 * minuteMs },
  { label: '1 week', ms: 10_080 * minuteMs },
];

/** Says what the action would do, and greys out if that changes or becomes impossible meanwhile. */
@Component({
  selector: 'us-action-dialog',
  imports: [
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
  ],
  templateUrl: './action-dialog.html',
  styleUrl: './action-dialog.css',
})
export class ActionDialog {
  protected readonly live = inject<Signal<LiveAction>>(MAT_DIALOG_DATA);
  /** What the person decided on when the dialog opened. */
  protected readonly offer = this.live().action;
  protected readonly lengths = lengths;
  protected readonly text = signal('');
  protected readonly forMs = signal(60 * minuteMs);

  protected readonly because = computed(() => {
    const now = this.live().action;
    const { offer } = this;
    if (now === null || offer === null) return 'This cannot be done any more.';
    if (now.label === offer.label && now.consequences.join() === offer.consequences.join()) return now.because;
    return 'What this would do has changed meanwhile. Cancel, and look again.';
  });
  /** Whether everything that is asked for was entered. */
  protected readonly complete = computed(() => {
    const text = this.text();
    if (this.offer?.kind === 'maintenance') return text.trim() !== '';
    return this.offer?.kind !== 'activate' || text === this.offer.asked;
  });

  protected confirmed(): ActionConfirmed {
    return new ActionConfirmed(this.text(), this.forMs());
  }
}
