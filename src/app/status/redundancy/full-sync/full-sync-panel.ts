import { Component, input } from '@angular/core';
import { Icon } from '../../../ui/icon.ts';
import type { FullSyncView } from './full-sync-view.ts';

/** How far a full synchronisation is, and how often one was needed. */
@Component({
  selector: 'us-full-sync-panel',
  imports: [Icon],
  templateUrl: './full-sync-panel.html',
  styleUrls: ['../../../ui/panel.css', './full-sync-panel.css'],
})
export class FullSyncPanel {
  /** `null`: no node tells. */
  readonly view = input.required<FullSyncView | null>();
}
