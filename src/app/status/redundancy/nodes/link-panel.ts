import { Component, computed, input } from '@angular/core';
import { Icon } from '../../../ui/icon.ts';
import type { LinkView } from './link-view.ts';

/** What stands between the two nodes. */
@Component({
  selector: 'us-link-panel',
  imports: [Icon],
  templateUrl: './link-panel.html',
  styleUrl: './link-panel.css',
})
export class LinkPanel {
  readonly link = input.required<LinkView>();
  protected readonly icon = computed(() => {
    const { state } = this.link();
    return state === 'connected' ? 'linked' : state === 'unknown' ? 'unknown' : 'unlinked';
  });
}
