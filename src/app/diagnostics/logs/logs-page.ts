import { DecimalPipe } from '@angular/common';
import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { Store } from '@ngrx/store';
import { debounceTime, map, Subject } from 'rxjs';
import type { Failure } from '../../gateways/failure.ts';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { gatewaysFeature } from '../../gateways/gateways-selectors.ts';
import { clockOffsetMs } from '../../gateways/node-clock.ts';
import { selectPair } from '../../gateways/pair-selectors.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { sessionFeature } from '../../gateways/session-state.ts';
import { NOW, SCHEDULER } from '../../gateways/time.ts';
import { Icon } from '../../ui/icon.ts';
import { momentInWords } from '../../ui/moment.ts';
import { changeLevels } from './change-levels.ts';
import { downloadLogs } from './download-logs.ts';
import { bothNodes, filterFromQuery, queryOf, type LogFilter } from './log-filter.ts';
import { LogFilters } from './log-filters.ts';
import { LoggerLevels } from './logger-levels.ts';
import { logPanes, nameOf } from './log-panes.ts';
import { LogTable } from './log-table.ts';
import type { TailState } from './tail-logs.ts';

/** How long typing must stop before the filter counts, ms. */
const typingMs = 300;

/** Diagnostics > Logs: the lines of either node as they are written, and what its loggers write. */
@Component({
  selector: 'us-logs-page',
  imports: [DecimalPipe, Icon, LogFilters, LoggerLevels, LogTable, MatButton, MatSlideToggle],
  templateUrl: './logs-page.html',
  styleUrl: './logs-page.css',
})
export class LogsPage {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly store = inject(Store);
  private readonly now = inject(NOW);
  private readonly gateways = this.store.selectSignal(gatewaysFeature.selectGatewaysState);
  private readonly session = this.store.selectSignal(sessionFeature.selectSession);
  private readonly changes = new Subject<LogFilter>();
  private typing = false;

  protected readonly nodes = this.store.selectSignal(selectPair, { equal: sameValue });
  /** The URL says what is shown. */
  protected readonly filter = toSignal(this.route.queryParamMap.pipe(map(filterFromQuery)), {
    requireSync: true,
    equal: sameValue,
  });
  /** What stands in the fields: ahead of the URL while someone types. */
  protected readonly typed = linkedSignal<LogFilter, LogFilter>({
    source: this.filter,
    computation: (url, previous) => (this.typing && previous !== undefined ? previous.value : url),
  });
  private readonly hereId = computed(() => this.gateways().hereId);
  protected readonly live = signal(true);
  protected readonly panes = logPanes({ filter: this.filter, nodes: this.nodes, hereId: this.hereId, live: this.live });
  protected readonly files = downloadLogs();

  /** Whose loggers can be set here. */
  private readonly nodeId = computed(() => {
    const { nodeId } = this.filter();
    return nodeId === null || nodeId === bothNodes ? this.hereId() : nodeId;
  });
  protected readonly nodeName = computed(() => nameOf(this.nodeId(), this.nodes()));
  protected readonly levels = changeLevels(this.nodeId);
  protected readonly loggerNames = computed(() => this.levels.state().loggers?.map(({ name }) => name) ?? []);
  protected readonly mayEdit = computed(() => this.session()?.role === 'administrator');
  protected readonly nodeNow = computed(() => this.now() + (clockOffsetMs(this.gateways(), this.nodeId() ?? '') ?? 0));
  protected readonly refusal = computed(() => {
    const refused = this.levels.state().refused;
    return refused === null ? null : { name: refused.name, reason: this.why(refused.failure, this.nodeName()) };
  });

  constructor() {
    this.changes
      .pipe(debounceTime(typingMs, inject(SCHEDULER)), takeUntilDestroyed())
      .subscribe((filter) => void this.show(filter));
  }

  protected change(filter: LogFilter): void {
    this.typing = true;
    this.typed.set(filter);
    this.changes.next(filter);
  }

  protected moment(at: number): string {
    return momentInWords(at, this.now());
  }

  /** Times are told in the clock of this browser and asked for in the node's: the two differ by little. */
  protected showLast(lastMs: number | null): void {
    this.change({ ...this.typed(), fromAt: lastMs === null ? null : this.now() - lastMs, toAt: null });
  }

  protected why(failure: Failure, nodeName: string): string {
    return failureSentence(failure, nodeName);
  }

  protected emptyText({ receivedAt, failure }: TailState): string {
    if (receivedAt !== null) return 'No line matches';
    return failure === null ? 'Asking …' : 'Nothing could be loaded';
  }

  protected endText({ tail, isLoadingOlder }: TailState): string {
    if (tail.end === 'nothing') return 'No older line matches.';
    if (tail.end === 'full')
      return 'The page shows no more lines than these. Choose an earlier time to see older ones.';
    return isLoadingOlder ? 'Asking for older lines …' : '';
  }

  private async show(filter: LogFilter): Promise<void> {
    this.typing = false;
    const queryParams = queryOf(filter);
    await this.router.navigate([], {
      relativeTo: this.route,
      queryParams,
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }
}
