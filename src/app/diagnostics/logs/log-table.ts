import { Component, type ElementRef, computed, effect, input, output, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { LogLine } from '#contract/logs';
import { timeZone } from '../../ui/moment.ts';
import { logRows } from './log-rows.ts';

/** How many rows are drawn at once; more follow as the reader scrolls. */
const step = 200;
/** So near the end, px, the next rows are drawn. */
const nearPx = 600;

/** Log lines, newest first. Says whether its reader follows: while not, new lines are to wait. */
@Component({
  selector: 'us-log-table',
  imports: [MatButton],
  templateUrl: './log-table.html',
  styleUrl: './log-table.css',
})
export class LogTable {
  readonly lines = input.required<readonly LogLine[]>();
  /** How many lines wait. */
  readonly waiting = input(0);
  /** Nobody answers any more: the lines are of before. */
  readonly old = input(false);
  /** Said instead of rows while there are none. */
  readonly emptyText = input.required<string>();
  readonly following = output<boolean>();
  readonly release = output<void>();

  protected readonly timeZone = timeZone;
  private readonly region = viewChild.required<ElementRef<HTMLElement>>('region');
  private readonly drawn = signal(step);
  private readonly atTop = signal(true);
  /** Lines whose stack trace is open: someone reads it. */
  private readonly open = signal<ReadonlySet<number>>(new Set());
  protected readonly rows = computed(() => logRows(this.lines().slice(0, this.drawn())));
  private readonly follows = computed(
    () => this.atTop() && this.drawn() === step && !this.rows().some(({ line }) => this.open().has(line.id)),
  );

  constructor() {
    effect(() => this.following.emit(this.follows()));
  }

  protected scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.region().nativeElement;
    const wasAtTop = this.atTop();
    this.atTop.set(scrollTop < 4);
    if (this.atTop() && !wasAtTop) this.drawFewer();
    else if (scrollHeight - scrollTop - clientHeight < nearPx && this.drawn() < this.lines().length) {
      this.drawn.update((count) => count + step);
    }
  }

  protected toggled(line: LogLine, event: Event): void {
    const isOpen = event.target instanceof HTMLDetailsElement && event.target.open;
    this.open.update((ids) => new Set(isOpen ? [...ids, line.id] : [...ids].filter((id) => id !== line.id)));
  }

  /** Who follows gets what waits anyway; who reads a stack trace at the top asks for it. */
  protected showNew(): void {
    if (this.atTop()) this.release.emit();
    else this.region().nativeElement.scrollTop = 0;
  }

  /** A few in each frame: to take thousands of rows away at once would hold up the page. */
  private drawFewer(): void {
    if (this.drawn() === step) return;
    requestAnimationFrame(() => {
      if (!this.atTop()) return;
      this.drawn.update((count) => count - step);
      this.drawFewer();
    });
  }
}
