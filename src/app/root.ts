import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { sessionFeature } from './gateways/session-state.ts';
import { selected } from './gateways/watched.ts';
import { SignInPage } from './shell/sign-in-page.ts';
import { ThemeChoice } from './shell/theme.ts';

/** The console or an operator's page, or the way into it. */
@Component({
  selector: 'us-root',
  imports: [RouterOutlet, SignInPage],
  template: `
    @switch (phase()) {
      @case ('signedIn') {
        <router-outlet />
      }
      @case ('unknown') {}
      @default {
        @defer (on immediate) {
          <us-sign-in-page />
        }
      }
    }
  `,
})
export class Root {
  protected readonly phase = selected(sessionFeature.selectPhase);

  constructor() {
    inject(ThemeChoice);
  }
}
