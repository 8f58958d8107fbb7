import { Component, computed, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { logLevel, type Logger, type LogLevel } from '#contract/logs';
import { Icon } from '../../ui/icon.ts';
import { durations, levelInWords } from './logger-level-words.ts';

/** A level that someone asks for; `forMs` `null`: until changed. */
export interface LevelChange {
  name: string;
  level: LogLevel;
  forMs: number | null;
}

/** What each logger of a node writes, and how to make it say more for a while. */
@Component({
  selector: 'us-logger-levels',
  imports: [Icon, MatButton, MatFormField, MatInput, MatLabel],
  templateUrl: './logger-levels.html',
  styleUrl: './logger-levels.css',
})
export class LoggerLevels {
  readonly loggers = input.required<readonly Logger[]>();
  readonly nodeName = input.required<string>();
  /** The node's clock, epoch ms: end times are told in it. */
  readonly nodeNow = input.required<number>();
  readonly mayEdit = input.required<boolean>();
  /** A change is on its way. */
  readonly busy = input(false);
  /** Why the last change was not made; `name` is `null` for the reset of all. */
  readonly failure = input<{ name: string | null; reason: string } | null>(null);
  readonly setLevel = output<LevelChange>();
  readonly resetAll = output<void>();

  protected readonly levels: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'];
  /** What a level is mostly changed to. */
  protected readonly usualChoice: LogLevel = 'DEBUG';
  protected readonly durations = durations;
  protected readonly wanted = signal('');
  protected readonly editing = signal<string | null>(null);
  protected readonly ownCount = computed(() => this.loggers().filter(({ ownLevel }) => ownLevel !== null).length);
  protected readonly rows = computed(() => {
    const wanted = this.wanted().trim().toLowerCase();
    return this.loggers()
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .map((logger) => ({ ...logger, words: levelInWords(logger, this.nodeNow()) }));
  });

  protected confirm(name: string, levelText: string, durationText: string): void {
    const level = logLevel.safeParse(levelText);
    const duration = durations.find(({ label }) => label === durationText);
    if (!level.success || duration === undefined) return;
    this.setLevel.emit({ name, level: level.data, forMs: duration.forMs });
    this.editing.set(null);
  }
}
