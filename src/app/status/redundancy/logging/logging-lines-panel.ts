import { Component, computed, effect, input, output, signal, viewChild, type ElementRef } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { momentInUtc } from '../../../ui/moment.ts';
import { RowBlocks } from '../../../ui/row-blocks.ts';
import type { LoggingTail, ProviderLine } from './logging-tail.ts';

const clock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** What the providers of both nodes log, newest first. Says whether its reader follows: while not, new lines wait. */
@Component({
  selector: 'us-logging-lines-panel',
  imports: [MatButton],
  templateUrl: './logging-lines-panel.html',
  styleUrls: ['../../../ui/panel.css', '../../../ui/table.css', './logging-lines-panel.css'],
  host: { '(window:resize)': 'look()' },
})
export class LoggingLinesPanel {
  readonly tail = input.required<LoggingTail>();
  readonly nodes = input.required<readonly { nodeId: string; name: string }[]>();
  readonly following = output<boolean>();

  private readonly region = viewChild.required<ElementRef<HTMLElement>>('region');
  private readonly atTop = signal(true);
  private readonly count = computed(() => this.tail().lines.length);
  protected readonly blocks = new RowBlocks(this.count);
  protected readonly drawn = computed(() => {
    const { lines } = this.tail();
    const names = new Map(this.nodes().map(({ nodeId, name }) => [nodeId, name]));
    return this.blocks.drawn().map(({ index, from, to }) => ({
      index,
      rows: lines.slice(from, to).map((line) => rowOf(line, names.get(line.nodeId) ?? line.nodeId)),
    }));
  });
  protected readonly newText = computed(() => `${this.tail().waiting.length} new`);

  constructor() {
    effect(() => this.following.emit(this.atTop()));
  }

  protected scrolled(): void {
    this.atTop.set(this.region().nativeElement.scrollTop < 4);
    this.look();
  }

  protected look(): void {
    this.blocks.look(this.region().nativeElement);
  }

  /** Who goes back to the top follows again, and gets what waits. */
  protected showNew(): void {
    this.region().nativeElement.scrollTop = 0;
  }
}

function rowOf(line: ProviderLine, node: string) {
  const { id, nodeId, seenAt, level, loggerName, message } = line;
  return {
    key: `${nodeId} ${id}`,
    time: clock.format(seenAt),
    utc: momentInUtc(seenAt),
    node,
    level,
    loggerName,
    message,
  };
}
