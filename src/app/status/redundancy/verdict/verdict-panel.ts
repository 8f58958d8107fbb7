import { Component, computed, input } from '@angular/core';
import { Icon } from '../../../ui/icon.ts';
import { toneIcons } from '../../../ui/tone.ts';
import type { VerdictView } from './verdict-view.ts';

/** The first glance: am I protected, and if not, what do I do. */
@Component({
  selector: 'us-verdict-panel',
  imports: [Icon],
  templateUrl: './verdict-panel.html',
  styleUrl: './verdict-panel.css',
})
export class VerdictPanel {
  readonly verdict = input.required<VerdictView>();
  protected readonly icon = computed(() => toneIcons[this.verdict().tone]);
}
