import { inject } from '@angular/core';
import { NavigationEnd, Router } from '@angular/router';
import { defer, distinctUntilChanged, filter, map, startWith, type Observable } from 'rxjs';

/** `/runtime/:project/:page`: without the console around it. */
export function isOperatorAddress(url: string): boolean {
  return /^\/runtime\/[^/?#]+\/[^/?#]+/.test(url);
}

/** Whether the console is open, and no operator's page. In an injection context. */
export function administered(): Observable<boolean> {
  const router = inject(Router);
  return defer(() =>
    router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(({ urlAfterRedirects }) => urlAfterRedirects),
      startWith(window.location.pathname),
      map((url) => !isOperatorAddress(url)),
      distinctUntilChanged(),
    ),
  );
}
