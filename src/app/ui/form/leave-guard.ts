import type { CanDeactivateFn } from '@angular/router';

/** A page on which something may be typed that is not saved. */
export interface Leavable {
  mayLeave(): boolean | Promise<boolean>;
}

/** Leaving such a page asks first. */
export const askBeforeLeaving: CanDeactivateFn<Leavable> = (page) => page.mayLeave();
