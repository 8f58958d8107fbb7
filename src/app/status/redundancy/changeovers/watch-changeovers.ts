import { inject, type ElementRef, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { Store } from '@ngrx/store';
import { combineLatest, defer, distinctUntilChanged, EMPTY, filter, map, scan, startWith, type Observable } from 'rxjs';
import type { Changeovers } from '#contract/changeovers';
import { ChangeoversApi } from '../../../gateways/changeovers-api.ts';
import type { Answer } from '../../../gateways/failure.ts';
import { gatewaysFeature } from '../../../gateways/gateways-selectors.ts';
import type { GatewaysState } from '../../../gateways/gateways-state.ts';
import { clockOffsetMs } from '../../../gateways/node-clock.ts';
import { whileOnScreen } from '../../../gateways/on-screen.ts';
import { pairOf, type PairNode } from '../../../gateways/pair-selectors.ts';
import { heardNow } from '../../../gateways/poll-pair.ts';
import { poll } from '../../../gateways/poll.ts';
import { sameValue } from '../../../gateways/same-value.ts';
import { SCHEDULER } from '../../../gateways/time.ts';
import { BEAT } from '../../../gateways/watched.ts';
import { changeoversView, noChangeovers, type ChangeoversHeard, type ChangeoversView } from './changeovers-view.ts';

const periodMs = 5000;
/** The gap of a handover is measured after it was written down: so the newest are asked for, not only what is new. */
const limit = 20;
/** In steps, so that no time depends on the length of a request. */
const clockStepMs = 100;

interface Told {
  name: string;
  answer: Answer<Changeovers>;
}

/** Who was active when, asked of the node that answers while the panel is on screen. In an injection context. */
export function watchChangeovers(panel: Signal<ElementRef<Element> | undefined>): Signal<ChangeoversView> {
  const api = inject(ChangeoversApi);
  const scheduler = inject(SCHEDULER);
  const gateways = inject(Store).selectSignal(gatewaysFeature.selectGatewaysState);
  const shown = whileOnScreen(panel);
  const request = (): Observable<Told & { ok: boolean }> =>
    defer(() => {
      const node = nodeToAsk(gateways());
      if (node === null) return EMPTY;
      const { nodeId, name } = node;
      return api.list(nodeId, { limit }).pipe(map((answer) => ({ ok: answer.ok, name, answer })));
    });
  const heard = poll(request, { periodMs, visible: shown, scheduler }).pipe(
    scan<Told, ChangeoversHeard | null>(
      (last, { name, answer }) => ({ name, ...heardNow(last ?? undefined, answer) }),
      null,
    ),
    startWith(null),
  );
  const view = combineLatest({ heard, shown, beat: inject(BEAT) }).pipe(
    // Out of sight nothing is drawn.
    filter((all) => all.shown),
    map(({ heard: told, beat }) => {
      const skewMs = (nodeId: string) =>
        Math.round((clockOffsetMs(beat.gateways, nodeId) ?? 0) / clockStepMs) * clockStepMs;
      return changeoversView(told, { now: beat.now, skewMs });
    }),
    distinctUntilChanged<ChangeoversView>(sameValue),
  );
  return toSignal(view, { initialValue: noChangeovers });
}

/** Both hold the same: the one that answers this browser, the Master before the Backup. */
function nodeToAsk(state: GatewaysState): PairNode | null {
  const known = pairOf(state).filter(({ nodeId }) => state.nodes[nodeId]?.statement != null);
  return known.find(({ nodeId }) => state.nodes[nodeId]?.failure === null) ?? known[0] ?? null;
}
