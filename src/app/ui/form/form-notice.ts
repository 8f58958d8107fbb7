import { Component, computed, input } from '@angular/core';
import { Icon } from '../icon.ts';

/** How a save ended, where it was asked for: a sign, a sentence and what can be done. */
@Component({
  selector: 'us-form-notice',
  imports: [Icon],
  host: { '[class]': 'kind()', '[attr.role]': 'role()' },
  template: `
    <us-icon [name]="kind()" />
    <div class="words"><ng-content /></div>
  `,
  styles: `
    :host {
      display: flex;
      gap: 12px;
      margin-top: 12px;
      padding: 8px 12px;
      border-inline-start: 4px solid currentcolor;
    }
    :host(.good) {
      color: var(--us-good);
    }
    :host(.bad) {
      color: var(--us-bad);
    }
    .words {
      color: var(--mat-sys-on-surface);
    }
  `,
})
export class FormNotice {
  readonly kind = input.required<'good' | 'bad'>();
  protected readonly role = computed(() => (this.kind() === 'good' ? 'status' : 'alert'));
}
