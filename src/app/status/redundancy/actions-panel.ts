import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { HandoverView } from './handover-view.ts';

/** What an administrator can do about the pair, named by direction; and what became of it. */
@Component({
  selector: 'us-actions-panel',
  imports: [MatButton],
  templateUrl: './actions-panel.html',
  styleUrl: './actions-panel.css',
})
export class ActionsPanel {
  readonly handover = input.required<HandoverView>();
  readonly running = input.required<boolean>();
  readonly outcome = input.required<string | null>();
  readonly handoverAsked = output();
}
