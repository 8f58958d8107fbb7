import { DOCUMENT, inject, Injectable } from '@angular/core';

const signInLink = '#sign-in=';

/** The address bar of this page. */
@Injectable({ providedIn: 'root' })
export class PageAddress {
  private readonly document = inject(DOCUMENT);

  /** The code of a one-time sign-in link, which is taken out of the address and the history at once. */
  takeSignInCode(): string | null {
    const { hash, pathname, search } = this.document.location;
    if (!hash.startsWith(signInLink)) return null;
    this.document.defaultView?.history.replaceState(null, '', pathname + search);
    return hash.slice(signInLink.length);
  }

  /** Host and port through which this page is looked at. */
  host(): string {
    return this.document.location.host;
  }
}
