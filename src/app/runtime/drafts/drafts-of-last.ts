import { Injectable } from '@angular/core';
import type { DraftsOf } from './drafts.ts';

/** What somebody had typed when their sign-in ran out: for them when they are back, and for nobody else. */
@Injectable({ providedIn: 'root' })
export class DraftsOfLast {
  private left: { userName: string; drafts: DraftsOf } | null = null;

  leave(userName: string, drafts: DraftsOf): void {
    this.left = { userName, drafts };
  }

  /** Once. */
  takeFor(userName: string): DraftsOf {
    const left = this.left;
    this.left = null;
    return left?.userName === userName ? left.drafts : {};
  }
}
