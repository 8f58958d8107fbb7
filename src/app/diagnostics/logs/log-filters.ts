import { Component, input, output } from '@angular/core';
import { MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { logLevel, type LogLevel } from '#contract/logs';
import { bothNodes, type LogFilter } from './log-filter.ts';

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
  /** So far back from now, ms; `null`: all there is. */
  readonly lastChosen = output<number | null>();

  protected readonly bothNodes = bothNodes;
  protected readonly presets = [
    { label: 'Last 15 min', lastMs: 900_000 },
    { label: 'Last hour', lastMs: 3_600_000 },
    { label: 'Last 24 h', lastMs: 86_400_000 },
  ];

  protected readonly levels: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'];

  protected chooseLevel(value: string): void {
    const level = logLevel.safeParse(value);
    this.change({ minLevel: level.success ? level.data : null });
  }

  protected chooseLast(label: string): void {
    const preset = this.presets.find((each) => each.label === label);
    this.lastChosen.emit(preset?.lastMs ?? null);
  }

  /** As `datetime-local` has it: in the zone of the browser, to the second. */
  protected localTime(at: number | null): string {
    if (at === null) return '';
    return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  }

  protected momentOf(text: string): number | null {
    const at = new Date(text).getTime();
    return Number.isNaN(at) ? null : at;
  }

  protected change(part: Partial<LogFilter>): void {
    this.filterChange.emit({ ...this.filter(), ...part });
  }
}
