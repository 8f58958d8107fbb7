import { Component, DestroyRef, computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Store } from '@ngrx/store';
import { timer } from 'rxjs';
import type { NodeSettings } from '#contract/node-settings';
import { AddressTestApi } from '../../gateways/address-test-api.ts';
import type { Failure } from '../../gateways/failure.ts';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { NodeSettingsApi } from '../../gateways/node-settings-api.ts';
import { PageAddress } from '../../gateways/page-address.ts';
import { PairEditor } from '../../gateways/pair-editor.ts';
import { selectPair, selectPairId } from '../../gateways/pair-selectors.ts';
import { sameValue } from '../../gateways/same-value.ts';
import { sessionFeature } from '../../gateways/session-state.ts';
import { NOW, SCHEDULER } from '../../gateways/time.ts';
import { LoadNotice } from '../../ui/form/load-notice.ts';
import type { Leavable } from '../../ui/form/leave-guard.ts';
import { SaveNotice } from '../../ui/form/save-notice.ts';
import { saveInWords } from '../../ui/form/save-words.ts';
import { askBeforeLosing } from '../../ui/form/unsaved.ts';
import { addressForBoth, addressToTest, awaitsAddress } from './address-sentences.ts';
import { AddressTestPanel } from './address-test-panel.ts';
import { AddressTester } from './address-tester.ts';
import { NodeSettingsCard } from './node-settings-card.ts';
import { settingList } from './setting-words.ts';
import type { SettingsNode } from './settings-node.ts';

/** How long the other node takes to say where it would send operators now, ms. */
const newsAfterMs = 1000;

/** Networking > Node Settings: the settings of both nodes, the Master's left. */
@Component({
  selector: 'us-node-settings-page',
  imports: [AddressTestPanel, LoadNotice, MatProgressBar, NodeSettingsCard, SaveNotice],
  templateUrl: './node-settings-page.html',
  styleUrl: '../../ui/form/settings-page.css',
})
export class NodeSettingsPage implements Leavable {
  private readonly destroyed = inject(DestroyRef);
  private readonly store = inject(Store);
  private readonly now = inject(NOW);
  private readonly scheduler = inject(SCHEDULER);
  private readonly pair = this.store.selectSignal(selectPair, { equal: sameValue });
  private readonly session = this.store.selectSignal(sessionFeature.selectSession);
  private readonly tester = new AddressTester(inject(AddressTestApi), this.destroyed);
  private readonly pairId = this.store.selectSignal(selectPairId);

  protected readonly editor = new PairEditor(inject(NodeSettingsApi), settingList, this.pair);
  readonly mayLeave = askBeforeLosing(() => this.editor.unsaved());

  protected readonly pageScheme = inject(PageAddress).scheme();
  protected readonly mayEdit = computed(() => this.session()?.role === 'administrator');
  protected readonly nodes = computed(() =>
    this.pair().map((node) => {
      const state = this.editor.stateOf(node.nodeId);
      const other = this.pair().find(({ nodeId }) => nodeId !== node.nodeId);
      // Its new name shows here at once, elsewhere with the next status.
      const name = state.loaded?.view.saved.nodeName ?? node.name;
      const shown: SettingsNode = { ...node, name, otherName: other?.name ?? null };
      const { loaded, draft } = state;
      const toTest = loaded === null || draft === null ? null : addressToTest(loaded.view, draft);
      const otherState = other === undefined ? null : this.editor.stateOf(other.nodeId);
      const isOpen = this.mayEdit() && otherState?.loaded?.view.pinned['publicAddress'] === undefined;
      const forBoth = isOpen && draft !== null ? addressForBoth(draft, otherState?.draft ?? null) : null;
      const addressTest = this.tester.testOf(node.nodeId);
      const why = (failure: Failure) => failureSentence(failure, name);
      const problem = state.loadFailure === null ? null : why(state.loadFailure);
      const words = saveInWords(state, { why, labelOf: (at) => settingList.labelAt(at), now: this.now() });
      return { shown, state, toTest, forBoth, addressTest, problem, words };
    }),
  );

  protected save(nodeId: string, body: NodeSettings): void {
    this.editor.save(nodeId, body, (view) => {
      if (!awaitsAddress(view)) return;
      const soon = timer(newsAfterMs, this.scheduler).pipe(takeUntilDestroyed(this.destroyed));
      soon.subscribe(() => this.editor.refresh(nodeId));
    });
  }

  protected testAddress(nodeId: string, address: string): void {
    const nodes = this.nodes().map(({ shown }) => shown);
    this.tester.start(nodeId, address, {
      nodes,
      pairId: this.pairId(),
      scheme: this.pageScheme,
      now: this.scheduler.now(),
    });
  }

  /** Typed at both; each is saved by itself. */
  protected usePublicAddress(publicAddress: string): void {
    for (const { shown, state } of this.nodes()) {
      if (state.draft !== null) this.editor.type(shown.nodeId, { ...state.draft, publicAddress });
    }
  }
}
