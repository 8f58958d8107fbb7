import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { FormNotice } from './form-notice.ts';

/** That a node's settings are being loaded, or why they could not be. */
@Component({
  selector: 'us-load-notice',
  imports: [FormNotice, MatButton, MatProgressBar],
  template: `
    @if (problem() !== null) {
      <us-form-notice kind="bad">
        <p>The settings of {{ nodeName() }} could not be loaded. {{ problem() }}</p>
        <button matButton="outlined" type="button" [disabled]="loading()" (click)="retry.emit()">Retry</button>
      </us-form-notice>
    }
    @if (loading()) {
      <mat-progress-bar mode="indeterminate" [attr.aria-label]="'Loading the settings of ' + nodeName()" />
    }
  `,
  styles: `
    p {
      margin: 0 0 8px;
    }
  `,
})
export class LoadNotice {
  readonly nodeName = input.required<string>();
  readonly loading = input.required<boolean>();
  readonly problem = input.required<string | null>();
  readonly retry = output();
}
