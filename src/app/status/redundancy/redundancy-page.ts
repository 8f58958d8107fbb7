import { Component, computed, DestroyRef, ElementRef, inject, Injector, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { lazyPart, missingInWords } from '../../gateways/lazy-part.ts';
import { OtherConsole } from '../../gateways/other-console.ts';
import { PageAddress } from '../../gateways/page-address.ts';
import { pairOf, selectPair } from '../../gateways/pair-selectors.ts';
import { verdictOn } from '../../gateways/verdict-now.ts';
import { selected, watched } from '../../gateways/watched.ts';
import { timeZone } from '../../ui/moment.ts';
import { AbsentPanel } from './nodes/absent-panel.ts';
import { absentView } from './nodes/absent-view.ts';
import { ACTION_DIALOG } from './actions/action-dialog-file.ts';
import { ActionsPanel } from './actions/actions-panel.ts';
import { ActionsWatch } from './actions/actions-watch.ts';
import { loadDrawing } from './cache-chart/cache-chart-load.ts';
import { CacheChartPanel } from './cache-chart/cache-chart-panel.ts';
import { watchCacheChart } from './cache-chart/cache-chart-watch.ts';
import { ChangeoversPanel } from './changeovers/changeovers-panel.ts';
import { isChoice } from './actions/choice-view.ts';
import { ContentsPanel } from './contents-panel.ts';
import { DivergencePanel } from './divergence/divergence-panel.ts';
import { EventsPanel } from './events/events-panel.ts';
import { FullSyncPanel } from './full-sync/full-sync-panel.ts';
import { fullSyncView } from './full-sync/full-sync-view.ts';
import { KeptBackupsPanel } from './divergence/kept-backups-panel.ts';
import { LinkPanel } from './nodes/link-panel.ts';
import { linkView } from './nodes/link-view.ts';
import { LoggingLevelsPanel } from './logging/logging-levels-panel.ts';
import { LoggingLinesPanel } from './logging/logging-lines-panel.ts';
import { watchLogging } from './logging/logging-watch.ts';
import { NodePanel } from './nodes/node-panel.ts';
import { nodeView } from './nodes/node-view.ts';
import { ProvidersPanel } from './providers/providers-panel.ts';
import { RedundancyWatch } from './redundancy-watch.ts';
import { SettingsPanel } from './settings/settings-panel.ts';
import { settingRows } from './settings/settings-view.ts';
import { VerdictPanel } from './verdict/verdict-panel.ts';
import { verdictView } from './verdict/verdict-view.ts';
import { watchBackups } from './divergence/watch-backups.ts';
import { watchChangeovers } from './changeovers/watch-changeovers.ts';
import { watchEvents } from './events/watch-events.ts';
import { watchProviders } from './providers/watch-providers.ts';

/** Status > Redundancy. Everything is computed in words, and drawn again only where the words change. */
@Component({
  selector: 'us-redundancy-page',
  imports: [
    AbsentPanel,
    ActionsPanel,
    CacheChartPanel,
    ChangeoversPanel,
    ContentsPanel,
    DivergencePanel,
    EventsPanel,
    FullSyncPanel,
    KeptBackupsPanel,
    LinkPanel,
    LoggingLevelsPanel,
    LoggingLinesPanel,
    NodePanel,
    ProvidersPanel,
    RouterLink,
    SettingsPanel,
    VerdictPanel,
  ],
  providers: [RedundancyWatch, ActionsWatch],
  templateUrl: './redundancy-page.html',
  styleUrl: './redundancy-page.css',
})
export class RedundancyPage {
  private readonly destroyed = inject(DestroyRef);
  private readonly injector = inject(Injector);
  private readonly otherConsole = inject(OtherConsole);
  private readonly pageAddress = inject(PageAddress).origin();
  private readonly watch = inject(RedundancyWatch);
  private readonly actionsWatch = inject(ActionsWatch);
  private readonly pair = selected(selectPair);
  private readonly actionDialog = lazyPart(inject(ACTION_DIALOG));
  private readonly askedId = signal('');
  private readonly noDialog = watched((...known) => missingInWords('The dialog for this', ...known));
  private readonly providersPanel = viewChild(ProvidersPanel, { read: ElementRef });
  private readonly changeoversPanel = viewChild(ChangeoversPanel, { read: ElementRef });
  private readonly cachePanel = viewChild(CacheChartPanel, { read: ElementRef });
  private readonly eventsPanel = viewChild(EventsPanel, { read: ElementRef });
  private readonly loggingPanel = viewChild(LoggingLevelsPanel, { read: ElementRef });
  private readonly loggingLines = viewChild(LoggingLinesPanel, { read: ElementRef });

  protected readonly zone = timeZone === 'UTC' ? 'Times in UTC.' : `Times in ${timeZone}; point at one for UTC.`;
  protected readonly verdict = watched((gateways, now) => verdictView(verdictOn(gateways, now), now));
  protected readonly cards = watched((gateways, now) =>
    pairOf(gateways).map((node) => nodeView(node, gateways, now, this.pageAddress)),
  );
  /** The partner that nobody has told this browser of. */
  protected readonly absent = watched((gateways, now) => {
    const [node, other] = pairOf(gateways);
    const status = node === undefined ? undefined : gateways.nodes[node.nodeId]?.statement?.status;
    return status === undefined || other !== undefined ? null : absentView(status, now);
  });
  protected readonly absentFirst = computed(() => this.pair()[0]?.role === 'Backup');
  protected readonly alone = computed(() => this.pair().length === 1 && this.absent() === null);
  protected readonly link = watched(({ nodes }, now) => linkView(Object.values(nodes), now));
  protected readonly actions = computed(() => this.actionsWatch.views().filter((action) => !isChoice(action)));
  protected readonly choices = computed(() => this.actionsWatch.views().filter(isChoice));
  protected readonly running = this.actionsWatch.running;
  protected readonly outcome = this.actionsWatch.outcome;
  protected readonly dialog = computed(() => ({
    id: this.askedId(),
    state: this.actionDialog.state(),
    problem: `${this.noDialog()} Nothing was done.`,
  }));
  protected readonly backups = watchBackups(this.actionsWatch.outcome);
  protected readonly fullSync = watched((gateways, now) => fullSyncView(pairOf(gateways), gateways, now));
  protected readonly providers = watchProviders(this.providersPanel);
  protected readonly changeovers = watchChangeovers(this.changeoversPanel);
  protected readonly chartDrawing = loadDrawing();
  protected readonly cache = watchCacheChart(this.cachePanel);
  protected readonly events = watchEvents(this.eventsPanel);
  protected readonly logging = watchLogging(this.loggingPanel, this.loggingLines);
  protected readonly columns = computed(() => this.pair().map(({ name, role }) => `${name} · ${role}`));
  protected readonly rows = computed(() =>
    settingRows(
      this.pair().map(({ nodeId, name, role }) => {
        const answer = this.watch.configs()[nodeId];
        return { name, role, config: answer?.ok === true ? answer.value : null };
      }),
    ),
  );
  protected readonly unread = computed(() =>
    this.pair().flatMap(({ nodeId, name }) => {
      const answer = this.watch.configs()[nodeId];
      return answer === undefined || answer.ok ? [] : [failureSentence(answer.failure, name)];
    }),
  );

  protected openConsole(nodeId: string): void {
    void this.otherConsole.open(nodeId);
  }

  protected readSettings(): void {
    void this.watch.readConfigs();
  }

  protected async askAction(id: string): Promise<void> {
    this.askedId.set(id);
    const dialog = await this.actionDialog.get();
    if (dialog === null || this.destroyed.destroyed) return;
    const live = this.actionsWatch.follow(id);
    const { action } = live();
    if (action === null) return;
    const confirmed = await firstValueFrom(dialog.openActionDialog(this.injector, live));
    if (confirmed !== null) await this.actionsWatch.run(action, confirmed);
  }
}
