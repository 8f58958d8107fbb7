import { DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';
import { keep, kept } from '../gateways/kept.ts';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

/** Light, dark, or as the system is set; kept in this browser. */
@Injectable({ providedIn: 'root' })
export class ThemeChoice {
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly chosen = signal<Theme>(themes.find((theme) => theme === kept('theme')) ?? 'system');
  readonly theme = this.chosen.asReadonly();

  constructor() {
    effect(() => {
      const theme = this.chosen();
      if (theme === 'system') delete this.root.dataset['theme'];
      else this.root.dataset['theme'] = theme;
    });
  }

  choose(theme: Theme): void {
    this.chosen.set(theme);
    keep('theme', theme);
  }
}
