import { inject, InjectionToken, type ElementRef, type Signal } from '@angular/core';
import { toObservable } from '@angular/core/rxjs-interop';
import { combineLatest, distinctUntilChanged, filter, map, Observable, shareReplay, switchMap } from 'rxjs';
import { VISIBLE } from './time.ts';

/** So much before it comes into view, a panel counts as on screen. */
const margin = '200px';

/** Whether an element is within what is scrolled into view; tells the present state soon, then each change. */
export const ON_SCREEN = new InjectionToken<(element: Element) => Observable<boolean>>('on screen', {
  factory: () => (element) =>
    new Observable<boolean>((subscriber) => {
      const observer = new IntersectionObserver((entries) => subscriber.next(entries.at(-1)?.isIntersecting ?? false), {
        rootMargin: margin,
      });
      observer.observe(element);
      return () => observer.disconnect();
    }),
});

/** Whether somebody can see this panel: it is scrolled into view in a tab that is shown. In an injection context. */
export function whileOnScreen(panel: Signal<ElementRef<Element> | undefined>): Observable<boolean> {
  const onScreen = inject(ON_SCREEN);
  const inView = toObservable(panel).pipe(
    filter((found) => found !== undefined),
    switchMap(({ nativeElement }) => onScreen(nativeElement)),
  );
  return combineLatest([inject(VISIBLE), inView]).pipe(
    map((both) => both.every(Boolean)),
    distinctUntilChanged(),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
}
