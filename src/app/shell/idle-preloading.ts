import { Injectable } from '@angular/core';
import type { PreloadingStrategy, Route } from '@angular/router';
import { Observable, switchMap } from 'rxjs';

/** Fetches every page when the browser has nothing else to do, so that a dead node takes no page with it. */
@Injectable({ providedIn: 'root' })
export class IdlePreloading implements PreloadingStrategy {
  preload(_route: Route, load: () => Observable<unknown>): Observable<unknown> {
    return idle.pipe(switchMap(load));
  }
}

/** Safari has no idle callback: there the next task must do. */
const idle = new Observable<void>((subscriber) => {
  const done = () => {
    subscriber.next();
    subscriber.complete();
  };
  if (!('requestIdleCallback' in globalThis)) {
    queueMicrotask(done);
    return;
  }
  const handle = requestIdleCallback(done, { timeout: 2000 });
  return () => cancelIdleCallback(handle);
});
