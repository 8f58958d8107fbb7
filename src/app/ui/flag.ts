import { Component, input } from '@angular/core';
import { Icon, type IconName } from './icon.ts';

/** A short word with an icon that marks what it stands beside. */
@Component({
  selector: 'us-flag',
  imports: [Icon],
  template: `<us-icon [name]="icon()" />{{ text() }}`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      padding: 2px 10px 2px 6px;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 999px;
      font: var(--mat-sys-label-medium);
      white-space: nowrap;
    }
    :host(.strong) {
      border-color: transparent;
      background: var(--mat-sys-primary);
      color: var(--mat-sys-on-primary);
    }
  `,
  host: { '[class.strong]': "look() === 'strong'" },
})
export class Flag {
  readonly icon = input.required<IconName>();
  readonly text = input.required<string>();
  readonly look = input<'quiet' | 'strong'>('quiet');
}
