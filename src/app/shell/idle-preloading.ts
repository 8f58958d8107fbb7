import { Injectable } from '@angular/core';
import type { PreloadingStrategy, Route } from '@angular/router';
import { catchError, EMPTY, switchMap, type Observable } from 'rxjs';
import { idle } from '../gateways/idle.ts';

/** Fetches every page when the browser has nothing else to do, so that a dead node takes no page with it. */
@Injectable({ providedIn: 'root' })
export class IdlePreloading implements PreloadingStrategy {
  preload(_route: Route, load: () => Observable<unknown>): Observable<unknown> {
    // What does not come now is asked for again when it is opened, and must not keep the others from coming.
    return idle.pipe(
      switchMap(load),
      catchError(() => EMPTY),
    );
  }
}
