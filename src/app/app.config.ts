import { provideHttpClient, withNoXsrfProtection, withXhr } from '@angular/common/http';
import { provideBrowserGlobalErrorListeners, type ApplicationConfig } from '@angular/core';
import {
  provideRouter,
  TitleStrategy,
  withDisabledInitialNavigation,
  withPreloading,
  withRouterConfig,
} from '@angular/router';
import { provideEffects } from '@ngrx/effects';
import { provideStore } from '@ngrx/store';
import { ADMINISTERED } from './gateways/administered.ts';
import { provideGateways } from './gateways/provide-gateways.ts';
import { routes } from './routes.ts';
import { administered } from './shell/administered.ts';
import { IdlePreloading } from './shell/idle-preloading.ts';
import { TabTitle } from './shell/tab-title.ts';

/** What is constructed once, for the whole console. */
export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    // XHR costs the main thread a third less than fetch for each poll. The token against CSRF is ours to send.
    provideHttpClient(withXhr(), withNoXsrfProtection()),
    // A page that cannot be loaded is told to the person, and is no defect.
    provideRouter(
      routes,
      withPreloading(IdlePreloading),
      withRouterConfig({ resolveNavigationPromiseOnError: true }),
      withDisabledInitialNavigation(),
    ),
    provideStore(),
    provideEffects(),
    provideGateways(),
    { provide: ADMINISTERED, useFactory: administered },
    { provide: TitleStrategy, useExisting: TabTitle },
  ],
};
