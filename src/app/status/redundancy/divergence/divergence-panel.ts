import { Component, input, output } from '@angular/core';
import { ActionList, type AskedDialog } from '../../../ui/action-list.ts';
import { Icon } from '../../../ui/icon.ts';
import type { ActionView } from '../actions/action-view.ts';

/** Two histories that do not fit together: which of them stays. */
@Component({
  selector: 'us-divergence-panel',
  imports: [ActionList, Icon],
  templateUrl: './divergence-panel.html',
  styleUrls: ['../../../ui/panel.css', './divergence-panel.css'],
})
export class DivergencePanel {
  /** Empty: the configurations fit together. */
  readonly choices = input.required<readonly ActionView[]>();
  readonly dialog = input<AskedDialog | null>(null);
  readonly asked = output<string>();
}
