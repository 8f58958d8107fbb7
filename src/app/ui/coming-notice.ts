import { Component, input, output } from '@angular/core';

/** That something asked for is on its way, once that takes a while, or that it did not come. */
@Component({
  selector: 'us-coming-notice',
  template: `
    @switch (state()) {
      @case ('coming') {
        <p class="coming" role="status">Loading …</p>
      }
      @case ('missing') {
        <p class="missing" role="alert">{{ problem() }}</p>
        <button type="button" (click)="retry.emit()">Try again</button>
      }
    }
  `,
  styleUrl: './coming-notice.css',
})
export class ComingNotice {
  readonly state = input.required<'idle' | 'coming' | 'missing'>();
  /** Why it did not come. */
  readonly problem = input.required<string>();
  readonly retry = output();
}
