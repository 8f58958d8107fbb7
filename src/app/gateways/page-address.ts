import { DOCUMENT, inject, Injectable } from '@angular/core';
import * as z from 'zod/mini';

const signInLink = '#sign-in=';
/** Stands at the end of the fragment, before what a page that moved here brought along. No server sees it. */
const luggageMark = '~moved~';

const luggage = z.object({
  /** Lets the person in who looked at the page on the other node. */
  ticket: z.nullable(z.string()),
  /** For the page to check and to use. */
  page: z.unknown(),
});
export type Luggage = z.infer<typeof luggage>;

/** A whole address with what goes along to it. */
export function withLuggage(address: string, brought: Luggage): string {
  // What somebody typed may hold the mark.
  const packed = encodeURIComponent(JSON.stringify(brought)).replaceAll('~', '%7E');
  return `${address}${address.includes('#') ? '' : '#'}${luggageMark}${packed}`;
}

/** The address bar of this page. */
@Injectable({ providedIn: 'root' })
export class PageAddress {
  private readonly document = inject(DOCUMENT);
  private luggage = this.takeLuggage();
  private readonly ticketBrought = this.luggage?.ticket ?? null;

  /** The code of a one-time sign-in link, which is taken out of the address and the history at once. */
  takeSignInCode(): string | null {
    const { hash } = this.document.location;
    if (!hash.startsWith(signInLink)) return null;
    this.setHash('');
    return hash.slice(signInLink.length);
  }

  /** The ticket of a page that moved here, once. */
  takeTicket(): string | null {
    const ticket = this.luggage?.ticket ?? null;
    if (this.luggage !== null) this.luggage = { ...this.luggage, ticket: null };
    return ticket;
  }

  /** The same, for a page that moves on before it knows who is let in by it. */
  ticket(): string | null {
    return this.ticketBrought;
  }

  /** What else that page brought along. */
  page(): unknown {
    return this.luggage?.page;
  }

  /** The same, once. */
  takePage(): unknown {
    const page = this.page();
    this.luggage = null;
    return page;
  }

  /** Scheme, host and port through which this page is looked at. */
  origin(): string {
    return this.document.location.origin;
  }

  scheme(): 'http' | 'https' {
    return this.document.location.protocol === 'https:' ? 'https' : 'http';
  }

  /** Out of the address before a router reads it. Anybody can write a link: what cannot be read is nothing. */
  private takeLuggage(): Luggage | null {
    const { hash } = this.document.location;
    const at = hash.lastIndexOf(luggageMark);
    if (at < 0) return null;
    this.setHash(at === 1 ? '' : hash.slice(0, at));
    try {
      const text = decodeURIComponent(hash.slice(at + luggageMark.length));
      const read = z.safeParse(luggage, JSON.parse(text));
      return read.success ? read.data : null;
    } catch {
      return null;
    }
  }

  private setHash(hash: string): void {
    const { pathname, search } = this.document.location;
    this.document.defaultView?.history.replaceState(null, '', pathname + search + hash);
  }
}
