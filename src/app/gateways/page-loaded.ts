import { asyncScheduler, defer, fromEvent, map, observeOn, of, take, type Observable } from 'rxjs';

/** Completes with one value when everything is here that the browser needs before the console runs. */
export const pageLoaded: Observable<void> = defer(() =>
  document.readyState === 'complete'
    ? of(undefined)
    : fromEvent(window, 'load').pipe(
        take(1),
        map(() => undefined),
        // The event lasts until all who listen to it are done.
        observeOn(asyncScheduler),
      ),
);
