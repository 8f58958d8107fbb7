import { Observable, switchMap } from 'rxjs';
import { pageLoaded } from './page-loaded.ts';

const nothingElseToDo = new Observable<void>((subscriber) => {
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

/**
 * Completes with one value when the browser has nothing else to do, and has what the console runs on: a processor that
 * waits for the network is idle too. Safari cannot tell of idleness: there it is at once.
 */
export const idle = pageLoaded.pipe(switchMap(() => nothingElseToDo));
