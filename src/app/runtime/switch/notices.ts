import { computed, inject, Injectable, signal } from '@angular/core';
import { momentInWords } from '../../ui/moment.ts';
import type { LiveState } from '../live/live-state.ts';
import { PageSwitch } from './page-switch.ts';

/** What an operator is told about a change of the node, until it is closed. */
@Injectable()
export class Notices {
  private readonly pageSwitch = inject(PageSwitch);
  private readonly change = signal<{ words: string; at: number } | null>(null);
  private readonly closedAt = signal(0);

  /** The last change counts: of the page to another node, or of the node behind the address of the page. */
  readonly words = computed(() => {
    const change = this.change();
    return change !== null && change.at > this.closedAt() ? change.words : this.pageSwitch.notice();
  });

  hear({ before, served }: LiveState): void {
    if (before === null || served === null || before.at === this.change()?.at) return;
    const words = `${served.name} took over from ${before.name} at ${momentInWords(before.at, before.at)}.`;
    this.change.set({ words, at: before.at });
    this.pageSwitch.enter();
  }

  close(): void {
    this.closedAt.set(this.change()?.at ?? 0);
    this.pageSwitch.closeNotice();
  }
}
