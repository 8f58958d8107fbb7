import { Component, computed, input, output } from '@angular/core';
import { FactList } from '../../../ui/fact-list.ts';
import { Flag } from '../../../ui/flag.ts';
import { Icon } from '../../../ui/icon.ts';
import type { NodeView } from './node-view.ts';

/** One node: what it says of itself, and how old that is. */
@Component({
  selector: 'us-node-panel',
  imports: [FactList, Flag, Icon],
  templateUrl: './node-panel.html',
  styleUrl: './node-panel.css',
})
export class NodePanel {
  readonly node = input.required<NodeView>();
  readonly consoleOpened = output();
  protected readonly headingId = computed(() => `node-${this.node().nodeId}`);
}
