import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod/mini';
import { passwordChange } from '#contract/session';
import type { Failure } from '../gateways/failure.ts';
import { failureSentence } from '../gateways/failure-sentences.ts';
import { GatewayApi } from '../gateways/gateway-api.ts';
import { sessionEvents, sessionFeature } from '../gateways/session-state.ts';

/** A password for the person who is signed in; asked for after a one-time link, and can wait. */
@Component({
  selector: 'us-password-dialog',
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
  templateUrl: './password-dialog.html',
  styleUrl: './password-dialog.css',
})
export class PasswordDialog {
  private readonly api = inject(GatewayApi);
  private readonly dialog = inject<MatDialogRef<PasswordDialog>>(MatDialogRef);
  private readonly store = inject(Store);
  private readonly session = this.store.selectSignal(sessionFeature.selectSession);
  protected readonly first = this.session()?.passwordNeeded === true;
  protected readonly userName = this.session()?.userName ?? '';
  protected readonly problem = signal<string | null>(null);
  protected readonly busy = signal(false);

  protected async save(submitted: SubmitEvent): Promise<void> {
    submitted.preventDefault();
    const { current, password } = Object.fromEntries(new FormData(submitted.target as HTMLFormElement));
    const change = z.safeParse(passwordChange, this.first ? { password } : { current, password });
    if (!change.success) {
      this.problem.set(change.error.issues[0]?.message ?? null);
      return;
    }
    this.busy.set(true);
    const answer = await firstValueFrom(this.api.setPassword(change.data));
    this.busy.set(false);
    if (!answer.ok) {
      this.problem.set(passwordSentence(answer.failure));
      return;
    }
    this.store.dispatch(sessionEvents.passwordSet());
    this.dialog.close();
  }
}

function passwordSentence(failure: Failure): string {
  if (failure.kind === 'refused' && failure.problem?.code === 'signInFailed') return 'The current password is wrong.';
  return failureSentence(failure, 'This gateway');
}
