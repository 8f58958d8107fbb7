import { Component, DestroyRef, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Store } from '@ngrx/store';
import { firstValueFrom, switchMap, timer } from 'rxjs';
import type { NodeSettings } from '#contract/node-settings';
import type { Failure } from '../../gateways/failure.ts';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { selectPair } from '../../gateways/pair-selectors.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { NodeSettingsApi } from '../../gateways/node-settings-api.ts';
import { sessionFeature } from '../../gateways/session-state.ts';
import { NOW, SCHEDULER } from '../../gateways/time.ts';
import { momentInWords } from '../../ui/moment.ts';
import { FormNotice } from '../../ui/form/form-notice.ts';
import { LeaveDialog } from '../../ui/form/leave-dialog.ts';
import type { Leavable } from '../../ui/form/leave-guard.ts';
import { awaitsAddress } from './address-sentences.ts';
import { NodeSettingsCard } from './node-settings-card.ts';
import { settingLabels } from './setting-words.ts';
import { saveEffects } from './save-effects.ts';
import type { SettingsDraft } from './settings-draft.ts';
import type { SettingsNode } from './settings-node.ts';
import * as settings from './settings-state.ts';

/** How long the other node takes to say where it would send operators now, ms. */
const newsAfterMs = 1000;

/** Networking > Node Settings: the settings of the node that the page came from. */
@Component({
  selector: 'us-node-settings-page',
  imports: [FormNotice, MatButton, MatProgressBar, NodeSettingsCard],
  host: { '(window:beforeunload)': 'unloading($event)' },
  templateUrl: './node-settings-page.html',
  styleUrl: './node-settings-page.css',
})
export class NodeSettingsPage implements Leavable {
  private readonly api = inject(NodeSettingsApi);
  private readonly destroyed = inject(DestroyRef);
  private readonly dialog = inject(MatDialog);
  private readonly store = inject(Store);
  private readonly now = inject(NOW);
  private readonly scheduler = inject(SCHEDULER);
  private readonly nodes = this.store.selectSignal(selectPair, { equal: sameValue });
  private readonly session = this.store.selectSignal(sessionFeature.selectSession);

  protected readonly state = signal(settings.initialSettings);
  protected readonly mayEdit = computed(() => this.session()?.role === 'administrator');
  protected readonly node = computed((): SettingsNode => {
    const here = this.nodes().find((node) => node.here);
    const other = this.nodes().find((node) => !node.here);
    return {
      nodeId: here?.nodeId ?? 'here',
      name: this.state().loaded?.view.saved.nodeName ?? here?.name ?? 'This gateway',
      role: here?.role ?? null,
      here: true,
      otherName: other?.name ?? null,
    };
  });

  constructor() {
    this.load();
  }

  /** What is typed stays on top of what comes. */
  protected load(): void {
    this.state.update((state) => ({ ...state, busy: 'loading' }));
    const answers = this.api.settingsHere().pipe(takeUntilDestroyed(this.destroyed));
    answers.subscribe((answer) =>
      this.state.update((state) =>
        answer.ok
          ? settings.withLoaded(state, answer.value, answer.received)
          : settings.withLoadFailure(state, answer.failure),
      ),
    );
  }

  protected save(body: NodeSettings): void {
    const { loaded, draft: sent } = this.state();
    if (loaded === null || sent === null) return;
    this.state.update((state) => ({ ...state, busy: 'saving', outcome: null, rejection: null }));
    const answers = this.api.saveHere(body, loaded.etag).pipe(takeUntilDestroyed(this.destroyed));
    answers.subscribe((answer) => {
      this.state.update((state) =>
        answer.ok
          ? settings.withSaved(state, sent, answer.value, answer.received)
          : settings.withSaveFailure(state, sent, answer.failure),
      );
      if (answer.ok && awaitsAddress(answer.value)) this.readAgain();
    });
  }

  private readAgain(): void {
    const soon = timer(newsAfterMs, this.scheduler).pipe(
      switchMap(() => this.api.settingsHere()),
      takeUntilDestroyed(this.destroyed),
    );
    soon.subscribe((answer) => {
      if (answer.ok) this.state.update((state) => settings.withNews(state, answer.value, answer.received));
    });
  }

  protected type(draft: SettingsDraft): void {
    this.state.update((state) => ({ ...state, draft }));
  }

  protected discard(): void {
    this.state.update((state) => ({
      ...state,
      draft: state.loaded?.view.saved ?? null,
      outcome: null,
      rejection: null,
    }));
  }

  protected moment(at: number): string {
    return momentInWords(at, this.now());
  }

  /** The fields that were refused say more than the refusal. */
  protected whyNotSaved(failure: Failure): string {
    const errors = this.state().rejection?.errors ?? [];
    if (errors.length === 0) return this.why(failure);
    return `${errors.map(({ member, detail }) => `${settingLabels[member]}: ${detail}`).join('; ')}.`;
  }

  protected why(failure: Failure): string {
    return failureSentence(failure, this.node().name);
  }

  async mayLeave(): Promise<boolean> {
    const { loaded, draft } = this.state();
    if (loaded === null || draft === null || !settings.isDirty(this.state())) return true;
    const data = saveEffects(loaded.view, draft).map(({ change }) => change);
    const dialog = this.dialog.open<LeaveDialog, readonly string[], boolean>(LeaveDialog, { data });
    return (await firstValueFrom(dialog.afterClosed())) === true;
  }

  /** Closing or reloading the tab: the browser asks in its own words. */
  protected unloading(event: Event): void {
    if (settings.isDirty(this.state())) event.preventDefault();
  }
}
