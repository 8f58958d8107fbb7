import { Component, inject } from '@angular/core';
import { ThemeChoice, themes } from './theme.ts';

@Component({
  selector: 'us-theme-menu',
  template: `
    @for (theme of themes; track theme) {
      <button
        type="button"
        popovertarget="theme-menu"
        popovertargetaction="hide"
        [attr.aria-pressed]="choice.theme() === theme"
        (click)="choice.choose(theme)"
      >
        <span class="check" aria-hidden="true">{{ choice.theme() === theme ? '✓' : '' }}</span>
        {{ words[theme] }}
      </button>
    }
  `,
  styleUrl: './menu.css',
})
export class ThemeMenu {
  protected readonly choice = inject(ThemeChoice);
  protected readonly themes = themes;
  protected readonly words = { light: 'Light', dark: 'Dark', system: 'As the system' };
}
