import {
  afterRenderEffect,
  Component,
  type ElementRef,
  computed,
  effect,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { LogLine } from '#contract/logs';
import { timeZone } from '../../ui/moment.ts';
import { RowBlocks } from '../../ui/row-blocks.ts';
import { logRows } from './log-rows.ts';

/** So near the end, px, older lines are asked for. */
const nearPx = 800;

/** Log lines, newest first. Says whether its reader follows: while not, new lines are to wait. */
@Component({
  selector: 'us-log-table',
  imports: [MatButton],
  templateUrl: './log-table.html',
  styleUrl: './log-table.css',
  host: { '(window:resize)': 'scrolled()' },
})
export class LogTable {
  readonly lines = input.required<readonly LogLine[]>();
  /** How many lines wait. */
  readonly waiting = input(0);
  /** Nobody answers any more: the lines are of before. */
  readonly old = input(false);
  /** Said instead of rows while there are none. */
  readonly emptyText = input.required<string>();
  /** Said after the last row. */
  readonly endText = input('');
  readonly following = output<boolean>();
  readonly release = output<void>();
  readonly olderWanted = output<void>();

  protected readonly timeZone = timeZone;
  private readonly region = viewChild.required<ElementRef<HTMLElement>>('region');
  private readonly atTop = signal(true);
  /** Lines whose stack trace is open: someone reads it. */
  protected readonly open = signal<ReadonlySet<number>>(new Set());
  protected readonly blocks = new RowBlocks(computed(() => this.lines().length));
  protected readonly drawn = computed(() => {
    const lines = this.lines();
    return this.blocks.drawn().map(({ index, from, to }) => ({
      index,
      rows: logRows(lines.slice(from, to), lines[from - 1]),
    }));
  });
  private readonly follows = computed(() => this.atTop() && this.open().size === 0);

  constructor() {
    effect(() => this.following.emit(this.follows()));
    // More lines than were drawn, or fewer: what is in view may be another part of them.
    afterRenderEffect(() => {
      this.lines();
      this.blocks.look(this.region().nativeElement);
    });
  }

  protected scrolled(): void {
    const region = this.region().nativeElement;
    this.atTop.set(region.scrollTop < 4);
    this.blocks.look(region);
    if (region.scrollHeight - region.scrollTop - region.clientHeight < nearPx) this.olderWanted.emit();
  }

  protected toggled(line: LogLine, event: Event): void {
    const isOpen = event.target instanceof HTMLDetailsElement && event.target.open;
    if (isOpen === this.open().has(line.id)) return;
    this.open.update((ids) => new Set(isOpen ? [...ids, line.id] : [...ids].filter((id) => id !== line.id)));
  }

  /** Who follows gets what waits anyway; who reads a stack trace at the top asks for it. */
  protected showNew(): void {
    if (this.atTop()) this.release.emit();
    else this.region().nativeElement.scrollTop = 0;
  }
}
