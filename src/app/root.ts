import { Component, inject } from '@angular/core';
import { sessionFeature } from './gateways/session-state.ts';
import { selected } from './gateways/watched.ts';
import { Shell } from './shell/shell.ts';
import { SignInPage } from './shell/sign-in-page.ts';
import { ThemeChoice } from './shell/theme.ts';

/** The console, or the way into it. */
@Component({
  selector: 'us-root',
  imports: [Shell, SignInPage],
  template: `
    @switch (phase()) {
      @case ('signedIn') {
        <us-shell />
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
