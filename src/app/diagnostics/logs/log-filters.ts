import { Component, input, output } from '@angular/core';
import { MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { logLevel, type LogLevel } from '#contract/logs';
import type { LogFilter } from './log-filter.ts';

/** A node whose logs can be read. */
export interface LogNode {
  nodeId: string;
  name: string;
  here: boolean;
}

/** Which lines of which node. Tells each keystroke; the page waits until typing stops. */
@Component({
  selector: 'us-log-filters',
  imports: [MatFormField, MatHint, MatInput, MatLabel],
  templateUrl: './log-filters.html',
  styleUrl: './log-filters.css',
})
export class LogFilters {
  readonly filter = input.required<LogFilter>();
  /** Master first. */
  readonly nodes = input.required<readonly LogNode[]>();
  /** Names to choose from. */
  readonly loggerNames = input<readonly string[]>([]);
  readonly filterChange = output<LogFilter>();

  protected readonly levels: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'];

  protected chooseLevel(value: string): void {
    const level = logLevel.safeParse(value);
    this.change({ minLevel: level.success ? level.data : null });
  }

  protected change(part: Partial<LogFilter>): void {
    this.filterChange.emit({ ...this.filter(), ...part });
  }
}
