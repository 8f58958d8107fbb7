import { Component, computed, input } from '@angular/core';
import { Icon } from '../../../ui/icon.ts';
import type { NodeProviders } from './providers-view.ts';

/** What each node sends and what it receives, a table for each direction. */
@Component({
  selector: 'us-providers-panel',
  imports: [Icon],
  templateUrl: './providers-panel.html',
  styleUrls: ['../../../ui/panel.css', '../../../ui/table.css', './providers-panel.css'],
})
export class ProvidersPanel {
  /** Master first. */
  readonly nodes = input.required<readonly NodeProviders[]>();

  /** What stands below is not to move when the tables come. */
  protected readonly waiting = computed(() => this.nodes().length === 0 || this.nodes().some(({ waiting }) => waiting));
}
