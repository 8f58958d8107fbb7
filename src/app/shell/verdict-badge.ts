import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Verdict } from '#contract/verdict';
import { badgeOf } from '#contract/verdict-words';
import { Icon } from '../ui/icon.ts';
import { toneIcons } from '../ui/tone.ts';

/** The verdict in a word, on every page; leads to Status > Redundancy. */
@Component({
  selector: 'us-verdict-badge',
  imports: [Icon, RouterLink],
  template: `
    <a routerLink="/status/redundancy" aria-live="polite" [class]="badge().tone">
      <us-icon [name]="icon()" /><span>{{ badge().word }}</span>
    </a>
  `,
  styleUrl: './verdict-badge.css',
})
export class VerdictBadge {
  readonly verdict = input.required<Verdict>();
  protected readonly badge = computed(() => badgeOf(this.verdict()));
  protected readonly icon = computed(() => toneIcons[this.badge().tone]);
}
