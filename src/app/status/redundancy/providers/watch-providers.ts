import { inject, type ElementRef, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { combineLatest, distinctUntilChanged, filter, map, scan, startWith } from 'rxjs';
import type { Providers } from '#contract/providers';
import { whileOnScreen } from '../../../gateways/on-screen.ts';
import { heardNow, pollPair, type Heard } from '../../../gateways/poll-pair.ts';
import { ProvidersApi } from '../../../gateways/providers-api.ts';
import { sameValue } from '../../../gateways/same-value.ts';
import { SCHEDULER } from '../../../gateways/time.ts';
import { BEAT } from '../../../gateways/watched.ts';
import { providersPeriodMs, providersView, type NodeProviders } from './providers-view.ts';

/** What both nodes send and receive, asked for while the panel is on screen. In an injection context. */
export function watchProviders(panel: Signal<ElementRef<Element> | undefined>): Signal<readonly NodeProviders[]> {
  const api = inject(ProvidersApi);
  const scheduler = inject(SCHEDULER);
  const shown = whileOnScreen(panel);
  const heard = pollPair((nodeId) => api.list(nodeId), { shown, periodMs: providersPeriodMs }).pipe(
    scan(
      (all, { nodeId, answer }) => ({ ...all, [nodeId]: heardNow(all[nodeId], answer) }),
      {} as Readonly<Record<string, Heard<Providers>>>,
    ),
    startWith({}),
  );
  const shownAt = shown.pipe(map((isShown) => (isShown ? scheduler.now() : null)));
  const view = combineLatest({ beat: inject(BEAT), heard, shownAt }).pipe(
    // Out of sight nothing is drawn.
    filter((all): all is typeof all & { shownAt: number } => all.shownAt !== null),
    map(({ beat, ...all }) => providersView(beat.gateways, all.heard, beat.now, all.shownAt)),
    distinctUntilChanged<NodeProviders[]>(sameValue),
  );
  return toSignal(view, { initialValue: [] });
}
