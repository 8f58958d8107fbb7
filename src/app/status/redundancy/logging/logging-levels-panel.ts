import { Component, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { ProviderId } from '#contract/providers';
import { Icon } from '../../../ui/icon.ts';
import {
  levelDurations,
  providerLevels,
  type LoggingLevelsView,
  type LoggingOrder,
  type ProviderLevels,
} from './logging-levels-view.ts';

/** What is chosen in the form of one provider. */
interface Choice {
  level: string;
  duration: string;
  node: string;
  isMerged: boolean;
}

/** How much the providers log on each node, and how to make them say more for a while. */
@Component({
  selector: 'us-logging-levels-panel',
  imports: [Icon, MatButton, MatCheckbox, MatFormField, MatInput, MatLabel],
  templateUrl: './logging-levels-panel.html',
  styleUrls: ['../../../ui/panel.css', '../../../ui/table.css', './logging-levels-panel.css'],
})
export class LoggingLevelsPanel {
  readonly view = input.required<LoggingLevelsView>();
  readonly mayEdit = input.required<boolean>();
  /** An order is on its way. */
  readonly busy = input(false);
  readonly ordered = output<LoggingOrder>();

  protected readonly levels = providerLevels;
  protected readonly durations = levelDurations;
  protected readonly editing = signal<ProviderId | null>(null);
  /** INFO is what is usual: it holds until changed. */
  protected readonly isUsual = signal(false);

  protected edit({ id }: ProviderLevels): void {
    this.isUsual.set(false);
    this.editing.set(this.editing() === id ? null : id);
  }

  protected isMergedAnywhere({ nodes }: ProviderLevels): boolean {
    return nodes.some(({ isMerged }) => isMerged);
  }

  protected send({ id }: ProviderLevels, { level: text, duration, node, isMerged }: Choice): void {
    const level = providerLevels.find((each) => each === text);
    const chosen = levelDurations.find(({ label }) => label === duration);
    if (level === undefined) return;
    const nodeIds = node === '' ? this.view().nodes.map(({ nodeId }) => nodeId) : [node];
    const forMs = level === 'INFO' ? null : (chosen?.forMs ?? null);
    this.ordered.emit({ id, nodeIds, level, forMs, isMerged });
    this.editing.set(null);
  }
}
