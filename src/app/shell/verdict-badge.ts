import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { VerdictCode } from '#contract/verdict-codes';
import { verdictWords } from '#contract/verdict-sentences';
import { Icon } from '../ui/icon.ts';
import { toneIcons } from '../ui/tone.ts';

/** The verdict in a word, on every page; leads to Status > Redundancy. */
@Component({
  selector: 'us-verdict-badge',
  imports: [Icon, RouterLink],
  template: `
    <a routerLink="/status/redundancy" aria-live="polite" [class]="tone()">
      <us-icon [name]="icon()" /><span>{{ word() }}</span>
    </a>
  `,
  styleUrl: './verdict-badge.css',
})
export class VerdictBadge {
  readonly code = input.required<VerdictCode>();
  protected readonly word = computed(() => verdictWords[this.code()].word);
  protected readonly tone = computed(() => verdictWords[this.code()].tone);
  protected readonly icon = computed(() => toneIcons[this.tone()]);
}
