import { InjectionToken } from '@angular/core';
import { of, type Observable } from 'rxjs';

/** Whether a page of the console is open. An operator's page asks for itself: for it both gateways are not watched. */
export const ADMINISTERED = new InjectionToken<Observable<boolean>>('administered', { factory: () => of(true) });
