import { InjectionToken } from '@angular/core';
import { realBrowser, type Browser } from '../../../../failover/page.ts';

/** The address bar and the heartbeats; a spec hands in its own. */
export const BROWSER = new InjectionToken<Browser>('browser', { factory: realBrowser });
