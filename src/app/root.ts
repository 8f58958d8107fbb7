import { Component, inject } from '@angular/core';
import { Store } from '@ngrx/store';
import { sessionFeature } from './gateways/session-state.ts';
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
  protected readonly phase = inject(Store).selectSignal(sessionFeature.selectPhase);

  constructor() {
    inject(ThemeChoice);
  }
}
