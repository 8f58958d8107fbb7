import { Component, input, output } from '@angular/core';
import { ActionList, type AskedDialog } from '../../../ui/action-list.ts';
import type { ActionView } from './action-view.ts';

/** What an administrator can do about the pair, named by direction; and what became of it. */
@Component({
  selector: 'us-actions-panel',
  imports: [ActionList],
  templateUrl: './actions-panel.html',
  styleUrl: './actions-panel.css',
})
export class ActionsPanel {
  readonly actions = input.required<readonly ActionView[]>();
  /** The action that is under way, by its label. */
  readonly running = input.required<string | null>();
  readonly outcome = input.required<string | null>();
  readonly dialog = input<AskedDialog | null>(null);
  /** The id of the action. */
  readonly asked = output<string>();
}
