import { Observable } from 'rxjs';

/** Completes with one value when the browser has nothing else to do. Safari cannot tell: there it is at once. */
export const idle = new Observable<void>((subscriber) => {
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
