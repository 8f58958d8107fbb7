import { NgComponentOutlet } from '@angular/common';
import { Component, effect, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Router, RouterOutlet } from '@angular/router';
import { lazyPart, missingInWords } from './gateways/lazy-part.ts';
import { pageLoaded } from './gateways/page-loaded.ts';
import { sessionFeature } from './gateways/session-state.ts';
import { selected, watched } from './gateways/watched.ts';
import { GoOn } from './shell/go-on.ts';
import { PageLoads } from './shell/page-loads.ts';
import { ThemeChoice } from './shell/theme.ts';
import { ComingNotice } from './ui/coming-notice.ts';

/** The console or an operator's page, or the way into it. */
@Component({
  selector: 'us-root',
  imports: [ComingNotice, GoOn, NgComponentOutlet, RouterOutlet],
  template: `
    @switch (phase()) {
      @case ('signedIn') {
        @if (!shown()) {
          <us-coming-notice [state]="pageLoads.state()" [problem]="noPage()" (retry)="pageLoads.retry()" />
        }
        <router-outlet (activate)="shown.set(true)" (deactivate)="shown.set(false)" />
      }
      @case ('unknown') {
        @if (failure() !== null) {
          <p role="status">
            This gateway does not say yet whether you are signed in. It is asked again …
            <us-go-on />
          </p>
        }
      }
      @default {
        @if (signInPage.part(); as page) {
          <ng-container *ngComponentOutlet="page" />
        } @else {
          <us-coming-notice [state]="signInPage.state()" [problem]="noSignInPage()" (retry)="signInPage.get()" />
        }
      }
    }
  `,
  styles: `
    us-coming-notice,
    p {
      margin: 16px;
    }
  `,
})
export class Root {
  protected readonly phase = selected(sessionFeature.selectPhase);
  protected readonly failure = selected(sessionFeature.selectFailure);
  protected readonly pageLoads = inject(PageLoads);
  /** Whether there is a page, which then says itself what does not come. */
  protected readonly shown = signal(false);
  protected readonly signInPage = lazyPart(() => import('./shell/sign-in-page.ts').then((file) => file.SignInPage));
  protected readonly noPage = watched((...known) => missingInWords('This page', ...known));
  protected readonly noSignInPage = watched((...known) => missingInWords('The page to sign in', ...known));

  constructor() {
    inject(ThemeChoice);
    const router = inject(Router);
    // A page is fetched after what the console itself needs.
    pageLoaded.pipe(takeUntilDestroyed()).subscribe(() => router.initialNavigation());
    effect((onCleanup) => {
      if (['signedIn', 'unknown'].includes(this.phase())) return;
      const coming = pageLoaded.subscribe(() => void this.signInPage.get());
      onCleanup(() => coming.unsubscribe());
    });
  }
}
