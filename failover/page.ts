import { unpacked, withArrival, type Arrival } from './arrival.ts';
import type { Place } from './destination.ts';
import { Follower, realWorld, type FollowOptions, type World } from './follow.ts';

/** The browser, as far as it is used. */
export interface Browser extends World {
  place: () => Place;
  /** Leaves for another address; the one that is left is not gone back to. */
  open: (address: string) => void;
  /** The fragment is replaced where it stands: nothing is loaded, and nothing is added to the history. */
  setHash: (hash: string) => void;
  /** Calls when the tab is shown again, or the network is back, until that is aborted. */
  onReturn: (call: () => void, until: AbortSignal) => void;
}

export type PageOptions = Omit<FollowOptions, 'onSwitch' | 'place' | 'moves'> & {
  /** From `takeArrival`; left out: it is taken now. */
  arrival?: Arrival | null;
};

export const realBrowser = (): Browser => ({
  ...realWorld,
  place: () => window.location,
  open: (address) => window.location.replace(address),
  setHash: (hash) => {
    // Whole: a path may begin with two slashes, and a page may have another base.
    const address = new URL(window.location.href);
    address.hash = hash;
    window.history.replaceState(window.history.state, '', address);
  },
  onReturn: (call, signal) => {
    const show = () => document.visibilityState === 'visible' && call();
    document.addEventListener('visibilitychange', show, { signal });
    for (const event of ['pageshow', 'online']) window.addEventListener(event, call, { signal });
  },
});

/**
 * Whether this page has just moved here, and why. Takes it out of the address at once: call it before a router reads
 * the fragment.
 */
export function takeArrival(browser: Browser = realBrowser()): Arrival | null {
  const place = browser.place();
  const { hash, arrival } = unpacked(place.hash);
  if (hash !== place.hash) browser.setHash(hash);
  return arrival;
}

/** Has this page follow the active node until it is stopped. */
export function followPage(options: PageOptions, browser: Browser = realBrowser()): Follower {
  const arrival = options.arrival === undefined ? takeArrival(browser) : options.arrival;
  const follower = new Follower(
    {
      ...options,
      place: () => browser.place(),
      moves: arrival?.moves ?? [],
      onSwitch: ({ from, to, address, reason, at, moves }) => {
        if (from === null || reason === 'first') return;
        const { pathname, search, hash } = browser.place();
        const next = { from: from.nodeId, to: to.nodeId, reason, at, moves };
        browser.open(address + pathname + search + withArrival(unpacked(hash).hash, next));
      },
    },
    browser,
  );
  browser.onReturn(() => follower.askNow(), follower.end);
  follower.askNow();
  return follower;
}
