import { Component, computed, DestroyRef, inject, Injector, PendingTasks } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { gatewaysFeature } from '../../gateways/gateways-selectors.ts';
import { idle } from '../../gateways/idle.ts';
import { OtherConsole } from '../../gateways/other-console.ts';
import { PageAddress } from '../../gateways/page-address.ts';
import { selectPair } from '../../gateways/pair-selectors.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { sessionFeature } from '../../gateways/session-state.ts';
import { NOW } from '../../gateways/time.ts';
import { VERDICT } from '../../gateways/verdict-now.ts';
import { timeZone } from '../../ui/moment.ts';
import { AbsentPanel } from './absent-panel.ts';
import { absentView } from './absent-view.ts';
import { ActionsPanel } from './actions-panel.ts';
import { handoverView, isPast, outcomeSentence } from './handover-view.ts';
import { LinkPanel } from './link-panel.ts';
import { linkView } from './link-view.ts';
import { NodePanel } from './node-panel.ts';
import { nodeView } from './node-view.ts';
import { RedundancyWatch } from './redundancy-watch.ts';
import { SettingsPanel } from './settings-panel.ts';
import { settingRows } from './settings-view.ts';
import { VerdictPanel } from './verdict-panel.ts';
import { verdictView } from './verdict-view.ts';

const loadDialog = () => import('./open-handover-dialog.ts');

/** Status > Redundancy. Everything is computed in words, and drawn again only where the words change. */
@Component({
  selector: 'us-redundancy-page',
  imports: [AbsentPanel, ActionsPanel, LinkPanel, NodePanel, SettingsPanel, VerdictPanel],
  providers: [RedundancyWatch],
  templateUrl: './redundancy-page.html',
  styleUrl: './redundancy-page.css',
})
export class RedundancyPage {
  private readonly destroyed = inject(DestroyRef);
  private readonly injector = inject(Injector);
  private readonly pending = inject(PendingTasks);
  private readonly otherConsole = inject(OtherConsole);
  private readonly pageHost = inject(PageAddress).host();
  private readonly store = inject(Store);
  private readonly now = inject(NOW);
  private readonly verdictNow = inject(VERDICT);
  private readonly watch = inject(RedundancyWatch);
  private readonly nodes = this.store.selectSignal(gatewaysFeature.selectNodes);
  private readonly pair = this.store.selectSignal(selectPair, { equal: sameValue });
  private readonly session = this.store.selectSignal(sessionFeature.selectSession);

  protected readonly zone = timeZone === 'UTC' ? 'Times in UTC.' : `Times in ${timeZone}; point at one for UTC.`;
  protected readonly running = this.watch.running;
  protected readonly verdict = computed(() => verdictView(this.verdictNow(), this.now()), { equal: sameValue });
  protected readonly cards = computed(
    () => {
      const names = Object.fromEntries(this.pair().map(({ nodeId, name }) => [nodeId, name]));
      return this.pair().map((node) => nodeView(node, this.nodes()[node.nodeId], this.now(), this.pageHost, names));
    },
    { equal: sameValue },
  );
  /** The partner that nobody has told this browser of. */
  protected readonly absent = computed(
    () => {
      const [node, other] = this.pair();
      const status = node === undefined ? undefined : this.nodes()[node.nodeId]?.statement?.status;
      return status === undefined || other !== undefined ? null : absentView(status, this.now());
    },
    { equal: sameValue },
  );
  protected readonly absentFirst = computed(() => this.pair()[0]?.role === 'Backup');
  protected readonly alone = computed(() => this.pair().length === 1 && this.absent() === null);
  protected readonly link = computed(() => linkView(Object.values(this.nodes()), this.now()), { equal: sameValue });
  protected readonly handover = computed(
    () =>
      handoverView({
        pair: this.pair(),
        activeId: this.watch.activeId(),
        preflight: this.watch.preflight(),
        userRole: this.session()?.role ?? 'viewer',
        running: this.running(),
      }),
    { equal: sameValue },
  );
  protected readonly outcome = computed(() => {
    const outcome = this.watch.outcome();
    const activeName = this.pair().find(({ nodeId }) => nodeId === this.watch.activeId())?.name;
    return outcome === null || isPast(outcome, activeName, this.now()) ? null : outcomeSentence(outcome, this.now());
  });
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

  constructor() {
    // When it is needed, the node that it comes from may be dead.
    idle.pipe(takeUntilDestroyed()).subscribe(() => void loadDialog());
  }

  protected openConsole(nodeId: string): void {
    void this.otherConsole.open(nodeId);
  }

  protected readSettings(): void {
    void this.watch.readConfigs();
  }

  protected async askHandover(): Promise<void> {
    const { from, to } = this.handover();
    const fromId = this.watch.activeId();
    const loaded = this.pending.add();
    const { openHandoverDialog } = await loadDialog().finally(loaded);
    if (this.destroyed.destroyed) return;
    const comment = await firstValueFrom(openHandoverDialog(this.injector, this.handover));
    if (comment !== null && fromId !== null) await this.watch.handOver(fromId, from, to, comment);
  }
}
