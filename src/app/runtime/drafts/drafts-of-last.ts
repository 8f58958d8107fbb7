import { Injectable } from '@angular/core';
import type { DraftsOf } from './drafts.ts';

/** What somebody had typed when their sign-in ran out: for them when they are back, and for nobody else. */
@Injectable({ providedIn: 'root' })
export class DraftsOfLast {
  private last: { userName: string; drafts: DraftsOf } | null = null;

  /** For a form to sign in, which moves meanwhile. */
  get left(): { userName: string; drafts: DraftsOf } | null {
    return this.last;
  }

  leave(userName: string, drafts: DraftsOf): void {
    this.last = { userName, drafts };
  }

  /** Once. */
  takeFor(userName: string): DraftsOf {
    const { last } = this;
    this.last = null;
    return last?.userName === userName ? last.drafts : {};
  }
}
