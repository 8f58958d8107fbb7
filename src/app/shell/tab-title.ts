import { DOCUMENT, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';
import { badgeOf } from '#contract/verdict-words';
import { selectSystemName } from '../gateways/pair-selectors.ts';
import { sessionFeature } from '../gateways/session-state.ts';
import { NOW, VISIBLE } from '../gateways/time.ts';
import { VERDICT } from '../gateways/verdict-now.ts';
import { selected } from '../gateways/watched.ts';
import { momentInWords } from '../ui/moment.ts';
import { toneMarks } from '../ui/tone.ts';
import { isOperatorAddress } from './administered.ts';

/** `● Protected · Redundancy · Water works`, so that a tab among thirty tells. */
@Injectable({ providedIn: 'root' })
export class TabTitle extends TitleStrategy {
  /** `null`: an operator's page, which names its tab itself. */
  private readonly page = signal<string | null>('');

  constructor() {
    super();
    const document = inject(DOCUMENT);
    const now = inject(NOW);
    const phase = selected(sessionFeature.selectPhase);
    const systemName = selected(selectSystemName);
    const verdict = inject(VERDICT);
    const shown = toSignal(inject(VISIBLE), { initialValue: true });
    effect(() => {
      const { word, tone } = badgeOf(verdict());
      // A hidden tab asks nothing: what it says is of the moment when it was hidden.
      const asOf = shown() ? '' : ` at ${untracked(() => momentInWords(now(), now()))}`;
      const mark = shown() ? toneMarks[tone] : toneMarks.unknown;
      const page = this.page();
      const isIn = phase() === 'signedIn';
      if (isIn && page === null) return;
      const parts = [`${mark} ${word}${asOf}`, page ?? '', systemName() ?? 'Understudy'];
      document.title = isIn ? parts.filter((part) => part !== '').join(' · ') : 'Sign in · Understudy';
    });
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.page.set(isOperatorAddress(snapshot.url) ? null : (this.buildTitle(snapshot) ?? ''));
  }
}
