import { computed, inject, Injectable } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationCancel, NavigationEnd, NavigationError, NavigationSkipped, Router } from '@angular/router';
import { filter, map } from 'rxjs';
import type { Coming } from '../gateways/lazy-part.ts';

/** Whether the page that was asked for is on its way, or did not come: its code is fetched when it is first opened. */
@Injectable({ providedIn: 'root' })
export class PageLoads {
  private readonly router = inject(Router);
  /** The address of the page that did not come, below this origin. The router has put the one before in its place. */
  readonly missing = toSignal(
    this.router.events.pipe(
      filter(
        (event) =>
          event instanceof NavigationEnd ||
          event instanceof NavigationSkipped ||
          event instanceof NavigationCancel ||
          event instanceof NavigationError,
      ),
      map((event) => (event instanceof NavigationError ? event.url : null)),
    ),
    { initialValue: null },
  );

  readonly state = computed<Coming>(() => {
    if (this.router.currentNavigation() !== null) return 'coming';
    return this.missing() === null ? 'idle' : 'missing';
  });

  retry(): void {
    const address = this.missing();
    if (address !== null) void this.router.navigateByUrl(address);
  }
}
