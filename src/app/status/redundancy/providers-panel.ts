import { Component, input } from '@angular/core';
import { Icon } from '../../ui/icon.ts';
import type { NodeProviders } from './providers-view.ts';

/** What each node sends and what it receives, a table for each direction. */
@Component({
  selector: 'us-providers-panel',
  imports: [Icon],
  templateUrl: './providers-panel.html',
  styleUrl: './providers-panel.css',
})
export class ProvidersPanel {
  /** Master first. */
  readonly nodes = input.required<readonly NodeProviders[]>();
}
