import { DecimalPipe } from '@angular/common';
import { Component, computed, inject, linkedSignal } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
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
import { filterFromQuery, queryOf, sameFilter, type LogFilter } from './log-filter.ts';
import { LogFilters } from './log-filters.ts';
import { LoggerLevels } from './logger-levels.ts';
import { LogTable } from './log-table.ts';
import { tailLogs } from './tail-logs.ts';

/** How long typing must stop before the filter counts, ms. */
const typingMs = 300;

/** Diagnostics > Logs: the lines of either node as they are written, and what its loggers write. */
@Component({
  selector: 'us-logs-page',
  imports: [DecimalPipe, Icon, LogFilters, LoggerLevels, LogTable],
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
  private readonly filter = toSignal(this.route.queryParamMap.pipe(map(filterFromQuery)), {
    requireSync: true,
    equal: sameFilter,
  });
  /** What stands in the fields: ahead of the URL while someone types. */
  protected readonly typed = linkedSignal<LogFilter, LogFilter>({
    source: this.filter,
    computation: (url, previous) => (this.typing && previous !== undefined ? previous.value : url),
  });
  private readonly nodeId = computed(() => this.filter().nodeId ?? this.gateways().hereId);
  protected readonly nodeName = computed(
    () => this.nodes().find((node) => node.nodeId === this.nodeId())?.name ?? 'That gateway',
  );
  private readonly source = computed(() => {
    const nodeId = this.nodeId();
    return nodeId === null ? null : { nodeId, filter: this.filter() };
  });

  protected readonly tailing = tailLogs(this.source);
  protected readonly log = this.tailing.state;
  protected readonly levels = changeLevels(this.nodeId);
  protected readonly loggerNames = computed(() => this.levels.state().loggers?.map(({ name }) => name) ?? []);
  protected readonly mayEdit = computed(() => this.session()?.role === 'administrator');
  protected readonly nodeNow = computed(() => this.now() + (clockOffsetMs(this.gateways(), this.nodeId() ?? '') ?? 0));
  protected readonly refusal = computed(() => {
    const refused = this.levels.state().refused;
    return refused === null ? null : { name: refused.name, reason: this.why(refused.failure) };
  });
  protected readonly emptyText = computed(() => {
    const { receivedAt, failure } = this.log();
    if (receivedAt !== null) return 'No line matches';
    return failure === null ? 'Loading…' : 'Nothing could be loaded';
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

  protected why(failure: Failure): string {
    return failureSentence(failure, this.nodeName());
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
