import { provideHttpClient, withNoXsrfProtection } from '@angular/common/http';
import { provideBrowserGlobalErrorListeners, type ApplicationConfig } from '@angular/core';
import { provideRouter, TitleStrategy, withPreloading } from '@angular/router';
import { provideEffects } from '@ngrx/effects';
import { provideStore } from '@ngrx/store';
import { provideGateways } from './gateways/provide-gateways.ts';
import { routes } from './routes.ts';
import { IdlePreloading } from './shell/idle-preloading.ts';
import { TabTitle } from './shell/tab-title.ts';

/** What is constructed once, for the whole console. */
export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    // The gateway's own token goes into a header of ours, not into a cookie.
    provideHttpClient(withNoXsrfProtection()),
    provideRouter(routes, withPreloading(IdlePreloading)),
    provideStore(),
    provideEffects(),
    provideGateways(),
    { provide: TitleStrategy, useExisting: TabTitle },
  ],
};
